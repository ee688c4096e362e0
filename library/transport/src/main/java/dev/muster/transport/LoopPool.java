package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.tls.TlsHandshake;
import dev.muster.transport.wire.HeadParser;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The connections of one event loop, which gives each exchange a stream of one. Everything happens
 * on that loop.
 */
final class LoopPool implements PooledConnection.Owner {
    /** Peers whose habits are remembered though no connection to them is open. */
    private static final int MOST_PEERS = 1024;

    private static final int LEAST_CONNECT_MILLIS = 100;
    private static final String CLOSED = "the pool is closed";

    private final Loop loop;
    private final TransportBackend backend;
    private final PoolConfig config;
    private final HostResolver resolver;
    private final @Nullable TrustedIssuers trusted;
    private final HeadParser.Limits limits;
    private final Bootstrap bootstrap;
    private final Map<InetSocketAddress, PeerConnections> available = new HashMap<>();
    private final Set<PooledConnection> open = new HashSet<>();
    private boolean closed;

    /**
     * @param trusted whose certificates the peers may show; null where they speak no TLS
     */
    LoopPool(
            EventLoops loops,
            EventLoop eventLoop,
            PoolConfig config,
            HostResolver resolver,
            @Nullable TrustedIssuers trusted) {
        this.loop = loops.loop(eventLoop);
        this.backend = loops.backend();
        this.config = config;
        this.resolver = resolver;
        this.trusted = trusted;
        limits =
                new HeadParser.Limits(
                        config.maxHeadBytes(), config.maxHeadBytes(), config.maxHeadFields());
        bootstrap =
                new Bootstrap()
                        .group(eventLoop)
                        .channelFactory(loops::socketChannel)
                        // A peer may answer and close without reading the request: its answer is
                        // there to be read when sending more of the request fails.
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(ChannelOption.TCP_NODELAY, true);
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public PoolConfig config() {
        return config;
    }

    @Override
    public HeadParser.Limits limits() {
        return limits;
    }

    @Override
    public boolean isSecure() {
        return trusted != null;
    }

    void start(ClientCall call, InetSocketAddress peer, boolean refused) {
        if (closed || refused) {
            closed = true;
            call.fail(Kind.CANCELLED, CLOSED);
            return;
        }
        var ofPeer = available.get(peer);
        var connection = ofPeer == null ? null : ofPeer.take(call.isSafe());
        if (connection == null) {
            connect(call, peer);
        } else {
            connection.start(call);
        }
    }

    @Override
    public void available(PooledConnection connection) {
        if (available.size() >= MOST_PEERS) {
            available.values().removeIf(unused -> unused.size() == 0);
        }
        var ofPeer =
                available.computeIfAbsent(
                        connection.peer(), _ -> new PeerConnections(backend.nanoTime()));
        boolean isNeeded = !closed && ofPeer.size() < config.maxIdlePerPeer();
        if (isNeeded || !connection.isIdle()) {
            ofPeer.put(connection);
        } else {
            connection.close();
        }
    }

    @Override
    public boolean opened(PooledConnection connection) {
        open.add(connection);
        return !closed;
    }

    @Override
    public void closed(PooledConnection connection, boolean byPeer) {
        open.remove(connection);
        var ofPeer = available.get(connection.peer());
        if (ofPeer != null) {
            ofPeer.closed(connection, byPeer);
        }
    }

    void close() {
        closed = true;
        new ArrayList<>(open).forEach(PooledConnection::close);
    }

    private void connect(ClientCall call, InetSocketAddress peer) {
        if (peer.isUnresolved()) {
            // The system's resolver blocks, and so does what reads certificates.
            backend.start(() -> prepare(call, peer));
        } else {
            connect(call, peer, List.of(peer));
        }
    }

    private void prepare(ClientCall call, InetSocketAddress peer) {
        try {
            if (trusted != null) {
                trusted.load();
            }
            var addresses =
                    Stream.of(resolver.addresses(peer.getHostString()))
                            .map(address -> new InetSocketAddress(address, peer.getPort()))
                            .toList();
            loop.eventLoop().execute(() -> connect(call, peer, addresses));
        } catch (UnknownHostException e) {
            unreachable(call, "nobody knows the address of " + peer.getHostString());
        } catch (IllegalArgumentException e) {
            unreachable(call, String.valueOf(e.getMessage()));
        }
    }

    private void unreachable(ClientCall call, String reason) {
        loop.eventLoop().execute(() -> call.fail(Kind.UNREACHABLE, reason));
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
        if (closed) {
            // Meanwhile: an address may take its time to be found, and the one before to fail.
            call.fail(Kind.CANCELLED, CLOSED);
        }
        if (call.isOver()) {
            return;
        }
        var others = addresses.subList(1, addresses.size());
        Consumer<String> failed =
                reason -> {
                    if (others.isEmpty()) {
                        call.fail(Kind.UNREACHABLE, reason);
                    } else {
                        connect(call, peer, others, millisEach);
                    }
                };
        bootstrap
                .clone()
                .handler(initializer(call, peer, millisEach, failed))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millisEach)
                .connect(addresses.getFirst())
                .addListener(
                        (ChannelFuture connected) -> {
                            if (!connected.isSuccess()) {
                                failed.accept(reason(connected.cause()));
                            }
                        });
    }

    private ChannelInitializer<SocketChannel> initializer(
            ClientCall call, InetSocketAddress peer, int millis, Consumer<String> failed) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                var pipeline = channel.pipeline();
                if (trusted != null) {
                    TlsHandshake.add(
                            pipeline,
                            backend.nanoTime(),
                            peer,
                            trusted.context(),
                            trusted.toString(),
                            millis,
                            failed);
                }
                pipeline.addLast(new ClientConnection(LoopPool.this, channel, peer, call));
            }
        };
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
