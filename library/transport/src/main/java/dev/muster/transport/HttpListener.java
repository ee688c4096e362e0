package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Loop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Receives HTTP requests on one address: strictly, within limits and deadlines, one exchange at a
 * time on each connection. Thread-safe.
 */
public final class HttpListener implements AutoCloseable {
    private final ListenerConfig config;
    private final OpenConnections connections = new OpenConnections();
    private final ListenerTerms terms;
    private final Channel channel;

    private HttpListener(
            EventLoops loops,
            ListenerConfig config,
            ExchangeHandler handler,
            ExchangeObserver observer) {
        this.config = config;
        this.terms = ListenerTerms.of(config, handler, observer);
        channel = open(loops);
    }

    /** Starts to receive requests, and tells nobody how they ended. */
    public static HttpListener bind(
            EventLoops loops, ListenerConfig config, ExchangeHandler handler) {
        return bind(loops, config, handler, ExchangeObserver.NONE);
    }

    /**
     * Starts to receive requests.
     *
     * @param observer is told how each exchange ended that has no observer of its own
     * @throws TransportException of kind {@link Kind#CANNOT_LISTEN} if the address cannot be bound;
     *     it names the process that has the port, where the system tells
     */
    public static HttpListener bind(
            EventLoops loops,
            ListenerConfig config,
            ExchangeHandler handler,
            ExchangeObserver observer) {
        return new HttpListener(loops, config, handler, observer);
    }

    /** The port that is listened on. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** How many connections are open. */
    public int connections() {
        return connections.size();
    }

    /**
     * Stops accepting connections, lets every running exchange end and closes its connection then.
     * Exchanges that asked for it are told first, so that streams of events can end; a response of
     * unknown length that still runs after a quarter of {@code grace} is cut. An unused connection
     * is closed once it has been idle for a second: a client that is using it meets {@code
     * Connection: close} instead of a reset. Returns when all connections are closed, those that
     * are not at the end of {@code grace} by force. Not to be called on an event loop.
     */
    public void drain(Duration grace) {
        channel.close().awaitUninterruptibly();
        connections.drain(grace);
        close();
    }

    /**
     * Stops accepting connections and cuts those that are open; their observers have been told when
     * this returns. Not to be called on an event loop.
     */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        connections.close();
    }

    private Channel open(EventLoops loops) {
        var address = new InetSocketAddress(config.host(), config.port());
        var bound =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.serverChannel())
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel accepted) {
                                        var loop = loops.loop(accepted.eventLoop());
                                        accepted.pipeline().addLast(connection(loop, accepted));
                                    }
                                })
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new TransportException(Kind.CANNOT_LISTEN, whyNot(bound.cause()));
        }
        return bound.channel();
    }

    private ServerConnection connection(Loop loop, SocketChannel accepted) {
        return new ServerConnection(terms, connections, loop, accepted);
    }

    private String whyNot(Throwable cause) {
        return PortOwner.of(config.port())
                .map(owner -> "port " + config.port() + " is taken by " + owner)
                .orElse(
                        "cannot listen on "
                                + config.host()
                                + ":"
                                + config.port()
                                + ": "
                                + cause.getMessage());
    }
}
