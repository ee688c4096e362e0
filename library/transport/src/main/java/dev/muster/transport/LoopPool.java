package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The connections of one event loop. Everything happens on that loop. */
final class LoopPool {
    /** Peers whose habits are remembered though no connection to them is open. */
    private static final int MOST_PEERS = 1024;

    private static final int LEAST_CONNECT_MILLIS = 100;

    private final Loop loop;
    private final PoolConfig config;
    private final ConnectionPool.HostResolver resolver;
    private final HeadParser.Limits limits;
    private final Bootstrap bootstrap;
    private final Map<InetSocketAddress, IdleConnections> idle = new HashMap<>();
    private final Set<ClientConnection> open = new HashSet<>();
    private boolean closed;

    LoopPool(
            EventLoops loops,
            EventLoop eventLoop,
            PoolConfig config,
            ConnectionPool.HostResolver resolver) {
        this.loop = loops.loop(eventLoop);
        this.config = config;
        this.resolver = resolver;
        limits = new HeadParser.Limits(config.maxHeadBytes(), config.maxHeadBytes(), 1000);
        bootstrap =
                new Bootstrap()
                        .group(eventLoop)
                        .channelFactory(loops::socketChannel)
                        .option(ChannelOption.TCP_NODELAY, true);
    }

    Loop loop() {
        return loop;
    }

    PoolConfig config() {
        return config;
    }

    HeadParser.Limits limits() {
        return limits;
    }

    void start(ClientCall call, InetSocketAddress peer, boolean refused) {
        if (closed || refused) {
            closed = true;
            call.fail(Kind.CANCELLED, "the pool is closed");
            return;
        }
        var waiting = idle.get(peer);
        var connection = waiting == null ? null : waiting.take(call.isSafe());
        if (connection == null) {
            connect(call, peer);
        } else {
            connection.start(call);
        }
    }

    /** Takes a connection back that has completed an exchange and can carry another. */
    void release(ClientConnection connection) {
        if (idle.size() >= MOST_PEERS) {
            idle.values().removeIf(unused -> unused.size() == 0);
        }
        var waiting = idle.computeIfAbsent(connection.peer(), peer -> new IdleConnections());
        if (closed || waiting.size() >= config.maxIdlePerPeer()) {
            connection.close();
        } else {
            waiting.put(connection);
        }
    }

    void opened(ClientConnection connection) {
        open.add(connection);
    }

    /** Forgets a connection that is closed. */
    void closed(ClientConnection connection, boolean byPeer) {
        open.remove(connection);
        var waiting = idle.get(connection.peer());
        if (waiting != null) {
            waiting.closed(connection, byPeer);
        }
    }

    void close() {
        closed = true;
        new ArrayList<>(open).forEach(ClientConnection::close);
    }

    private void connect(ClientCall call, InetSocketAddress peer) {
        if (peer.isUnresolved()) {
            // The system's resolver blocks.
            Thread.startVirtualThread(() -> resolve(call, peer));
        } else {
            connect(call, peer, List.of(peer));
        }
    }

    private void resolve(ClientCall call, InetSocketAddress peer) {
        try {
            var addresses =
                    Stream.of(resolver.addresses(peer.getHostString()))
                            .map(address -> new InetSocketAddress(address, peer.getPort()))
                            .toList();
            loop.eventLoop().execute(() -> connect(call, peer, addresses));
        } catch (UnknownHostException e) {
            var reason = "nobody knows the address of " + peer.getHostString();
            loop.eventLoop().execute(() -> call.fail(Kind.UNREACHABLE, reason));
        }
    }

    /** Tries one address after the other, within the time for a connection. */
    private void connect(
            ClientCall call, InetSocketAddress peer, List<InetSocketAddress> addresses) {
        long most = config.connectTimeout().toMillis();
        long share = Math.max(Math.min(LEAST_CONNECT_MILLIS, most), most / addresses.size());
        connect(call, peer, addresses, Math.toIntExact(share));
    }

    private void connect(
            ClientCall call,
            InetSocketAddress peer,
            List<InetSocketAddress> addresses,
            int millisEach) {
        if (call.isOver()) {
            return;
        }
        connector(call, peer)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millisEach)
                .connect(addresses.getFirst())
                .addListener(
                        (ChannelFuture connected) -> {
                            var others = addresses.subList(1, addresses.size());
                            if (connected.isSuccess()) {
                                return;
                            }
                            if (others.isEmpty()) {
                                call.fail(Kind.UNREACHABLE, reason(connected.cause()));
                            } else {
                                connect(call, peer, others, millisEach);
                            }
                        });
    }

    private Bootstrap connector(ClientCall call, InetSocketAddress peer) {
        return bootstrap
                .clone()
                .handler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new ClientConnection(
                                                        LoopPool.this, channel, peer, call));
                            }
                        });
    }

    /** In the few words that a log line or a client's error wants: it knows the peer itself. */
    private String reason(Throwable cause) {
        var message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof ConnectTimeoutException) {
            return "no connection within " + config.connectTimeout().toMillis() + " ms";
        }
        return message.contains("connection refused") ? "connection refused" : message;
    }
}
