package dev.muster.service;

import dev.muster.client.ClientBackend;
import dev.muster.client.ClientConfig;
import dev.muster.client.EndpointClient;
import dev.muster.client.Peers;
import dev.muster.discovery.Announcement;
import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.discovery.WatchBackend;
import dev.muster.http.Handler;
import dev.muster.server.ScopedExecutor;
import dev.muster.service.source.Addresses;
import dev.muster.service.source.ConsulRegistry;
import dev.muster.service.source.OpenSource;
import dev.muster.service.source.SourceContext;
import dev.muster.service.source.SourceKind;
import dev.muster.telemetry.Metrics;
import dev.muster.telemetry.Tracer;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;
import dev.muster.transport.TrustedIssuers;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The services around this one, as its environment tells of them. Nothing is opened before the
 * first client is asked for.
 */
final class Surroundings implements EndpointSource, AutoCloseable {
    /** Where endpoints may come from; the first that is there and for a service is asked for it. */
    static final List<SourceKind> SOURCES =
            List.of(Addresses::secure, ConsulRegistry::find, Addresses::all);

    /** As OpenSSL, Go and Python name it. */
    private static final String TRUST = "SSL_CERT_FILE";

    /** For questions to a registry, which answers when there is news. */
    private static final Duration QUESTION_DEADLINE = Duration.ofSeconds(25);

    private static final int MOST_BYTES_OF_AN_ANSWER = 32 << 20;

    private final Environment environment;
    private final EventLoops loops;
    private final WatchBackend backend;
    private final Metrics metrics;
    private final Tracer tracer;
    private final List<SourceKind> kinds;
    private final TrustedIssuers trusted;
    private final ExecutorService executor;
    private @Nullable ConnectionPool pool;
    private List<OpenSource> sources = List.of();
    private @Nullable Peers peers;

    /**
     * @param kinds where endpoints may come from; the first one counts
     * @param backend has the time and the threads of whatever recurs
     */
    Surroundings(
            Environment environment,
            EventLoops loops,
            Metrics metrics,
            Tracer tracer,
            List<SourceKind> kinds,
            WatchBackend backend) {
        this.environment = environment;
        this.loops = loops;
        this.executor = new ScopedExecutor(loops.backend().threads());
        this.metrics = metrics;
        this.tracer = tracer;
        this.kinds = kinds;
        this.backend = backend;
        trusted =
                environment
                        .find(TRUST)
                        .map(bundle -> TrustedIssuers.in(Path.of(bundle)))
                        .orElseGet(TrustedIssuers::ofRuntime);
    }

    /**
     * @throws ServiceException if the environment says of a source what cannot be used
     */
    Peers peers() {
        if (peers == null) {
            var connections = new ConnectionPool(loops, PoolConfig.standard(), trusted);
            pool = connections;
            sources = open(connections);
            peers =
                    new Peers(
                            this,
                            loops,
                            connections,
                            metrics,
                            tracer,
                            ClientConfig.STANDARD,
                            ClientBackend.SYSTEM);
        }
        return peers;
    }

    WatchBackend backend() {
        return backend;
    }

    Instant now() {
        return loops.backend().clock().instant();
    }

    ExecutorService executor() {
        return executor;
    }

    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        var first = sources.stream().filter(source -> source.isFor().test(service)).findFirst();
        try {
            return first.orElseThrow().endpoints().subscribe(service, listener);
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Tells the registry of this service's own endpoint until what is returned is closed.
     *
     * @throws ServiceException if there is no registry that can be told
     */
    Announcement announce(String service, Endpoint endpoint, BooleanSupplier isReady) {
        peers();
        var registration =
                sources.stream()
                        .flatMap(source -> source.registration().stream())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        ServiceException.configuration(
                                                "MUSTER_ADVERTISE is set, and there is no registry"
                                                        + " to tell: set CONSUL_HTTP_ADDR"));
        return Announcement.of(
                registration.registrar(), service, endpoint, isReady, backend, registration.log());
    }

    @Override
    public void close() {
        executor.shutdownNow();
        if (peers != null) {
            peers.close();
        }
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    public String toString() {
        return "the connections to other services";
    }

    private List<OpenSource> open(ConnectionPool connections) {
        var context =
                new SourceContext(
                        environment::find,
                        environment::findUrl,
                        endpoint -> calls(endpoint, connections),
                        this::loadTrusted);
        try {
            return kinds.stream().flatMap(kind -> kind.open(context).stream()).toList();
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration(String.valueOf(e.getMessage()));
        }
    }

    private Handler calls(Endpoint endpoint, ConnectionPool connections) {
        return new EndpointClient(
                endpoint, QUESTION_DEADLINE, MOST_BYTES_OF_AN_ANSWER, loops, connections);
    }

    private void loadTrusted() {
        try {
            trusted.load();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(TRUST + ": " + e.getMessage(), e);
        }
    }
}
