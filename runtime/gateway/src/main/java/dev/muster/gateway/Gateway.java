package dev.muster.gateway;

import dev.muster.gateway.log.AccessLog;
import dev.muster.gateway.log.Outcome;
import dev.muster.gateway.policy.EdgePolicies;
import dev.muster.gateway.proxy.Forwarder;
import dev.muster.gateway.proxy.GatewayMetrics;
import dev.muster.gateway.proxy.ProxyContext;
import dev.muster.gateway.proxy.Target;
import dev.muster.gateway.proxy.TrafficMeter;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.ExchangeObserver;
import dev.muster.transport.HttpListener;
import dev.muster.transport.ListenerConfig;
import dev.muster.transport.TransportException;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way into a fleet, and the way of its services to each other: an HTTP proxy that balances over
 * the ready replicas of each service.
 *
 * <p>Requests at the edge port go where the {@link RouteTable} says; those at the address of a
 * {@link Need} go to the needed service. Both kinds are swapped whole, while requests run. A
 * request is forwarded on the event loop that read it, with no copy of its body; see {@code
 * ProxiedExchange} for what is sent again and when.
 *
 * <p>Measures {@code gateway_request_duration_seconds}, by {@code caller} ({@code edge} or the
 * calling service), {@code route} (its path as the table has it; empty where no route was found or
 * needed), {@code service} (empty where no route was found) and {@code status} (499 where the
 * client left first), from a request's head to the end of its response. What the transport refuses,
 * such as a malformed head, is measured and logged like everything else.
 *
 * <p>Thread-safe. The event loops and the sink of the access log stay the caller's to close, after
 * this.
 */
public final class Gateway implements AutoCloseable {
    /** How long requests under way at the address of a dropped need may take. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** The label of requests that come by no route. */
    private static final String NO_ROUTE = "";

    private final GatewayConfig config;
    private final EventLoops loops;
    private final List<EdgePolicyList.Entry> policies;
    private final AccessLog log;
    private final GatewayMetrics metrics;
    private final ConnectionPool pool;
    private final ProxyContext proxying;
    private final Forwarder forwarder;
    private final EdgeProxy edgeProxy;
    private final HttpListener edge;

    private final Object lock = new Object();
    // Guarded by lock.
    private final Upstreams upstreams;
    private Map<Need, HttpListener> needs = Map.of();
    private boolean closed;

    private Gateway(
            GatewayConfig config,
            EventLoops loops,
            GatewayContext context,
            List<EdgePolicyList.Entry> policies) {
        this.config = config;
        this.loops = loops;
        this.policies = policies;
        this.log = AccessLog.to(context.accessLog(), context.clock());
        this.metrics = new GatewayMetrics(context.metrics(), log);
        this.upstreams = new Upstreams(context, metrics, config.stall());
        this.pool = new ConnectionPool(loops, config.upstream());
        this.proxying =
                new ProxyContext(
                        config.replayableBytes(),
                        pool,
                        context.ends()::ask,
                        loops.memory(),
                        metrics,
                        log,
                        context.tracer(),
                        context.nanoTime());
        this.forwarder = new Forwarder(proxying, config.via(), config::trusts, config.edge());
        var unrouted = metrics.traffic(Outcome.EDGE, NO_ROUTE, "");
        this.edgeProxy = new EdgeProxy(forwarder, unrouted, context.random());
        this.edge = openEdge(new UnreadRequests(proxying, Outcome.EDGE, unrouted));
    }

    /**
     * Opens the edge port, with no routes and no needs.
     *
     * @throws GatewayException if the port is taken
     */
    public static Gateway start(GatewayConfig config, EventLoops loops, GatewayContext context) {
        return start(config, loops, context, EdgePolicyList.EDGE);
    }

    static Gateway start(
            GatewayConfig config,
            EventLoops loops,
            GatewayContext context,
            List<EdgePolicyList.Entry> policies) {
        return new Gateway(config, loops, context, policies);
    }

    /** The edge port. */
    public int port() {
        return edge.port();
    }

    /** Replaces every route; requests under way are not touched. */
    public void routes(RouteTable table) {
        synchronized (lock) {
            requireOpen();
            var meters = new HashMap<Metered, TrafficMeter>();
            var routes = new IdentityHashMap<Route, EdgeRoute>();
            table.routes().forEach(route -> routes.put(route, compile(route, meters)));
            edgeProxy.swap(new EdgeProxy.Routing(table, routes));
            closeUnused();
        }
    }

    /** The routes that are in force. */
    public RouteTable routes() {
        return edgeProxy.routing().table();
    }

    /**
     * Replaces every need: opens the addresses that are new, leaves alone those that stay, and
     * closes the others once their requests are done.
     *
     * @throws GatewayException if an address cannot be opened; the needs in force stay so
     */
    public void needs(Collection<Need> wanted) {
        List<HttpListener> dropped;
        synchronized (lock) {
            requireOpen();
            var opened = new LinkedHashMap<Need, HttpListener>();
            try {
                for (var need : new HashSet<>(wanted)) {
                    if (!needs.containsKey(need)) {
                        opened.put(need, open(need));
                    }
                }
            } catch (RuntimeException e) {
                opened.values().forEach(HttpListener::close);
                closeUnused();
                throw e;
            }
            var next = new LinkedHashMap<>(needs);
            next.keySet().retainAll(Set.copyOf(wanted));
            next.putAll(opened);
            dropped =
                    needs.entrySet().stream()
                            .filter(entry -> !next.containsKey(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .toList();
            needs = next;
            closeUnused();
        }
        var threads = loops.backend().threads();
        dropped.forEach(listener -> threads.newThread(() -> listener.drain(GRACE)).start());
    }

    /**
     * Accepts no more requests, and waits for those under way: first at the edge, then at the needs
     * that serving them may take.
     *
     * @param grace after which they are cut
     */
    public void drain(Duration grace) {
        long deadline = proxying.now() + grace.toNanos();
        edge.drain(grace);
        for (var listener : needListeners()) {
            listener.drain(Duration.ofNanos(Math.max(0, deadline - proxying.now())));
        }
    }

    /** Cuts what is under way; does nothing the second time. */
    @Override
    public void close() {
        edge.close();
        needListeners().forEach(HttpListener::close);
        synchronized (lock) {
            closed = true;
            upstreams.closeAllBut(Set.of());
        }
        pool.close();
        log.close();
    }

    private EdgeRoute compile(Route route, Map<Metered, TrafficMeter> meters) {
        var ofRoute = EdgePolicyList.compile(policies, route);
        var targets =
                route.backends().stream()
                        .map(backend -> target(backend.service(), route, ofRoute, meters))
                        .toList();
        return new EdgeRoute(route, targets);
    }

    /** What has a series of its own: routes of one path to one service share theirs. */
    private record Metered(String route, String service) {}

    private Target target(
            String service, Route route, EdgePolicies ofRoute, Map<Metered, TrafficMeter> meters) {
        var meter =
                meters.computeIfAbsent(
                        new Metered(route.path(), service),
                        each -> metrics.traffic(Outcome.EDGE, each.route(), each.service()));
        var options = route.options();
        return new Target(
                upstreams.of(service), meter, ofRoute, options.hedge(), options.deadline());
    }

    /** A port that is taken leaves no thread behind. */
    private HttpListener openEdge(UnreadRequests unread) {
        try {
            return bind(loops, config.edge(), edgeProxy, unread);
        } catch (GatewayException e) {
            pool.close();
            log.close();
            throw e;
        }
    }

    private HttpListener open(Need need) {
        var meter = metrics.traffic(need.caller(), NO_ROUTE, need.service());
        var target =
                new Target(
                        upstreams.of(need.service()),
                        meter,
                        EdgePolicyList.ofNeed(need.service()),
                        RouteOptions.USUAL.hedge(),
                        RouteOptions.USUAL.deadline());
        var proxy = new NeedProxy(forwarder, need.caller(), target);
        var unread = new UnreadRequests(proxying, need.caller(), meter);
        return bind(loops, config.need(need.port()), proxy, unread);
    }

    private static HttpListener bind(
            EventLoops loops,
            ListenerConfig listener,
            ExchangeHandler handler,
            ExchangeObserver unread) {
        try {
            return HttpListener.bind(loops, listener, handler, unread);
        } catch (TransportException e) {
            throw new GatewayException(String.valueOf(e.getMessage()), e);
        }
    }

    private void closeUnused() {
        var used = new HashSet<String>();
        edgeProxy.routing().table().routes().stream()
                .flatMap(route -> route.backends().stream())
                .forEach(backend -> used.add(backend.service()));
        needs.keySet().forEach(need -> used.add(need.service()));
        upstreams.closeAllBut(used);
    }

    private List<HttpListener> needListeners() {
        synchronized (lock) {
            return List.copyOf(needs.values());
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the gateway is closed");
        }
    }
}
