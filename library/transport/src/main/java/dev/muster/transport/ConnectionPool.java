package dev.muster.transport;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends HTTP/1.1 requests on connections that are kept and used again. Each event loop has its own,
 * so that nothing is shared or locked on the way; the one used last is used first, so that those
 * not needed grow old and are closed.
 *
 * <p>It never retries: what a failure allows is told by {@link TransportException}.
 */
public final class ConnectionPool implements AutoCloseable {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final EventLoops loops;
    private final PoolConfig config;
    private final HostResolver resolver;
    private final TrustedIssuers trusted;
    private final Map<EventLoop, LoopPool> pools = new ConcurrentHashMap<>();
    private final Map<EventLoop, LoopPool> securePools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public ConnectionPool(EventLoops loops, PoolConfig config) {
        this(loops, config, TrustedIssuers.ofRuntime());
    }

    /**
     * @param trusted whose certificates the peers of {@link #sendSecurely} may show
     */
    public ConnectionPool(EventLoops loops, PoolConfig config, TrustedIssuers trusted) {
        this(loops, config, trusted, InetAddress::getAllByName);
    }

    ConnectionPool(
            EventLoops loops, PoolConfig config, TrustedIssuers trusted, HostResolver resolver) {
        this.loops = loops;
        this.config = config;
        this.trusted = trusted;
        this.resolver = resolver;
    }

    /**
     * Sends a request, whose body and end follow through the exchange that is returned. Called on
     * {@code loop}; everything about the exchange happens on it. Never throws for what the peer
     * does: {@code sink} hears of it.
     *
     * @param peer where to connect to: an address, or an unresolved name, all of whose addresses
     *     are tried in turn, within the time for one connection
     * @param head method, target in origin form and headers, which belong to the transport from
     *     then on. {@code Content-Length} says how long the body is; without it the transport
     *     frames the body itself. {@code Host} is the peer's address where it is missing. {@code
     *     Connection}, {@code Keep-Alive} and {@code Transfer-Encoding} are the transport's and
     *     left out
     * @throws IllegalStateException when called off the loop
     * @throws IllegalArgumentException if a header cannot be sent
     */
    public ClientExchange send(
            EventLoop loop, InetSocketAddress peer, RequestHead head, ResponseSink sink) {
        requireOn(loop);
        var call = new ClientCall(loop, peer, HTTP_PORT, head, sink);
        var pool = pools.get(loop);
        if (pool == null) {
            pool = new LoopPool(loops, loop, config, resolver, null);
            pools.put(loop, pool);
        }
        pool.start(call, peer, closed);
        return call;
    }

    /**
     * Sends a request as {@link #send} does, over TLS 1.3 or 1.2, to a peer whose certificate is of
     * a trusted issuer and for the name or address that {@code peer} has. Where there is no such
     * connection within the time for one, the failure is {@link
     * TransportException.Kind#UNREACHABLE}: nothing was sent.
     */
    public ClientExchange sendSecurely(
            EventLoop loop, InetSocketAddress peer, RequestHead head, ResponseSink sink) {
        requireOn(loop);
        var call = new ClientCall(loop, peer, HTTPS_PORT, head, sink);
        var pool = securePools.get(loop);
        if (pool == null) {
            pool = new LoopPool(loops, loop, config, resolver, trusted);
            securePools.put(loop, pool);
        }
        // A connection is used again for the very name that its certificate was looked at for.
        var named = InetSocketAddress.createUnresolved(peer.getHostString(), peer.getPort());
        pool.start(call, named, closed);
        return call;
    }

    /** Where {@code host} is reached: resolved if it is a literal, else when it is connected to. */
    public static InetSocketAddress address(String host, int port) {
        var literal = NetUtil.createInetAddressFromIpAddressString(host);
        return literal == null
                ? InetSocketAddress.createUnresolved(host, port)
                : new InetSocketAddress(literal, port);
    }

    /** The time and the threads of whatever happens on these connections. */
    public TransportBackend backend() {
        return loops.backend();
    }

    /** What the bodies may take that are held in memory. */
    public ByteBudget memory() {
        return loops.memory();
    }

    /** Closes every connection; exchanges that run fail, and later ones find no connection. */
    @Override
    public void close() {
        closed = true;
        close(pools);
        close(securePools);
    }

    private static void close(Map<EventLoop, LoopPool> pools) {
        pools.forEach(
                (loop, pool) -> {
                    if (!loop.isShuttingDown()) {
                        loop.execute(pool::close);
                    }
                });
    }

    private static void requireOn(EventLoop loop) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("send is called on the event loop of the exchange");
        }
    }
}
