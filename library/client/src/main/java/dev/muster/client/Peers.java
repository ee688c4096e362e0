package dev.muster.client;

import dev.muster.discovery.EndpointSource;
import dev.muster.http.EventLoopThread;
import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.telemetry.Metrics;
import dev.muster.telemetry.Tracer;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The services that this one calls, by name. Every call is balanced over the ready replicas, timed,
 * traced, and sent again where that is safe. Thread-safe.
 *
 * <p>Closing it ends its subscriptions; the loops and the pool stay their owner's to close.
 */
public final class Peers implements AutoCloseable {
    private final EndpointSource source;
    private final Network network;
    private final Metrics metrics;
    private final Tracer tracer;
    private final ClientConfig config;
    private final ConcurrentHashMap<String, ServiceClient> clients = new ConcurrentHashMap<>();

    /**
     * @param config how calls are made where a client does not say otherwise
     */
    public Peers(
            EndpointSource source,
            EventLoops loops,
            ConnectionPool pool,
            Metrics metrics,
            ClientConfig config) {
        this(source, loops, pool, metrics, Tracer.silent(), config, ClientBackend.SYSTEM);
    }

    /**
     * @param tracer is told of the span of each call
     * @param backend the time and the chance that calls use
     */
    public Peers(
            EndpointSource source,
            EventLoops loops,
            ConnectionPool pool,
            Metrics metrics,
            Tracer tracer,
            ClientConfig config,
            ClientBackend backend) {
        this.source = source;
        this.network = new Network(loops, pool, backend);
        this.metrics = metrics;
        this.tracer = tracer;
        this.config = config;
    }

    /**
     * A client with the methods of {@code type}, an interface annotated with {@link Peer}. Its
     * methods throw {@link PeerException} when a call brings no result.
     *
     * @throws IllegalArgumentException if the interface has a mistake; names the method and what to
     *     do
     */
    public <T> T client(Class<T> type) {
        return client(type, config);
    }

    /**
     * A client whose calls are made as {@code ownConfig} says; all else is shared with the other
     * clients of that service.
     *
     * @throws IllegalArgumentException as {@link #client(Class)} does
     */
    public <T> T client(Class<T> type, ClientConfig ownConfig) {
        var peer = PeerInterface.of(type);
        var client = serviceClient(peer.peer());
        return TypedClient.of(
                type,
                peer,
                pipeline(peer.peer(), client.streamed(ownConfig), ownConfig),
                pipeline(peer.peer(), client.whole(ownConfig), ownConfig));
    }

    /**
     * The calls to {@code service} as a handler. It answers with whatever the service answered, as
     * soon as the head of that is there; a body longer than 64 KiB, or of a length not known
     * before, is a stream, and its stream has to be closed. Throws {@link PeerException} when no
     * replica answered.
     */
    public Handler handler(String service) {
        return pipeline(service, serviceClient(service).streamed(config), config);
    }

    @Override
    public void close() {
        clients.values().forEach(ServiceClient::close);
    }

    private Handler pipeline(String service, Handler network, ClientConfig made) {
        var filters = new ArrayList<Filter>();
        filters.add(mayWait("a call of " + service));
        filters.addAll(made.filters());
        filters.add(metrics.client(service));
        filters.add(tracer.client(service));
        return Filter.pipeline(network, filters.toArray(Filter[]::new));
    }

    /** Outermost: what is not even sent is no failure of the peer. */
    private static Filter mayWait(String what) {
        return (request, next) -> {
            EventLoopThread.forbid(what);
            return next.handle(request);
        };
    }

    private ServiceClient serviceClient(String service) {
        return clients.computeIfAbsent(service, name -> new ServiceClient(name, source, network));
    }
}
