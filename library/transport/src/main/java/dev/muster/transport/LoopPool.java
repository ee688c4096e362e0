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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The connections of one event loop. Everything happens on that loop. */
final class LoopPool {
    /** Peers whose habits are remembered though no connection to them is open. */
    private static final int MOST_PEERS = 1024;

    private final Loop loop;
    private final PoolConfig config;
    private final HeadParser.Limits limits;
    private final Bootstrap bootstrap;
    private final Map<InetSocketAddress, IdleConnections> idle = new HashMap<>();
    private final Set<ClientConnection> open = new HashSet<>();
    private boolean closed;

    LoopPool(EventLoops loops, EventLoop eventLoop, PoolConfig config) {
        this.loop = loops.loop(eventLoop);
        this.config = config;
        limits = new HeadParser.Limits(config.maxHeadBytes(), config.maxHeadBytes(), 1000);
        bootstrap =
                new Bootstrap()
                        .group(eventLoop)
                        .channelFactory(loops::socketChannel)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(config.connectTimeout().toMillis()));
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
        var connection = waiting == null ? null : waiting.take(call.isOnce());
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
        bootstrap
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
                        })
                .connect(peer)
                .addListener(
                        (ChannelFuture connected) -> {
                            if (!connected.isSuccess()) {
                                call.fail(Kind.UNREACHABLE, reason(connected.cause()));
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
