package dev.muster.service;

import dev.muster.discovery.SystemBackend;
import dev.muster.discovery.WatchBackend;
import dev.muster.http.Filter;
import dev.muster.http.ServerObserver;
import dev.muster.http.ServerObservers;
import dev.muster.server.HttpServer;
import dev.muster.server.Problems;
import dev.muster.server.Router;
import dev.muster.server.ServerConfig;
import dev.muster.server.ServerException;
import dev.muster.service.source.SourceKind;
import dev.muster.telemetry.Logs;
import dev.muster.telemetry.LogsConfig;
import dev.muster.telemetry.Metrics;
import dev.muster.telemetry.SpanLog;
import dev.muster.telemetry.Tracer;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ListenerConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Puts a service together from its description and its environment. */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.service");
    private static final Set<String> PROBED = Set.of("/health/live", "/health/ready", "/metrics");

    private final String name;
    private final Environment environment;
    private final List<SourceKind> sources;
    private final Metrics metrics = Metrics.create();
    private final Tracer tracer = Tracer.to(new SpanLog());
    private final WatchBackend backend = SystemBackend.INSTANCE;

    /**
     * @param sources where the endpoints of other services may come from
     */
    Assembly(String name, Environment environment, List<SourceKind> sources) {
        this.name = name;
        this.environment = environment;
        this.sources = sources;
    }

    RunningService start(Consumer<Setup> describe) {
        int port = environment.port();
        var lifecycle =
                new Lifecycle(name, environment.stopGrace(), Logs.open(logsConfig()), backend);
        try {
            var loops = lifecycle.own(EventLoops.create(loopThreads(), environment.bodyMemory()));
            var surroundings =
                    lifecycle.own(
                            new Surroundings(
                                    environment, loops, metrics, tracer, sources, backend));
            var setup = new Setup(environment, surroundings, metrics);
            describe.accept(setup);
            var health = new Health(setup.checks(), backend);
            var router = pipeline(setup, health);
            lifecycle.begin(setup, health);
            var server = listen(loops, port, router, observer(lifecycle.logs()));
            lifecycle.serve(server);
            environment
                    .advertised(name, server.port())
                    .map(endpoint -> surroundings.announce(name, endpoint, health::isReady))
                    .ifPresent(lifecycle::announced);
            return lifecycle;
        } catch (RuntimeException | Error e) {
            LOG.debug("{} did not start", name, e);
            lifecycle.close();
            throw Faults.told(e);
        }
    }

    /** Who is told of each request. */
    private ServerObserver observer(Logs logs) {
        return environment.isOn("MUSTER_TELEMETRY")
                ? new ServerObservers(
                        List.of(tracer.server(), logs.accessLog(PROBED), metrics.server()))
                : tracer.server();
    }

    /** What every request passes through, outermost first. */
    private Router pipeline(Setup setup, Health health) {
        var problems = Problems.filter(setup.problems());
        var filters = new ArrayList<Filter>();
        filters.add(problems);
        for (var filter : setup.filters()) {
            filters.add(ofUser(filter));
            // Each filter sees the answer that a problem within it becomes.
            filters.add(problems);
        }
        return builtIn(setup.routes(), health).build().behind(filters.toArray(Filter[]::new));
    }

    /** A filter of the service's own, which probes and scrapes pass by: they know no token. */
    private static Filter ofUser(Filter filter) {
        return (request, next) ->
                PROBED.contains(request.route())
                        ? next.handle(request)
                        : filter.apply(request, next);
    }

    private Router.Builder builtIn(Router.Builder routes, Health health) {
        return routes.nonBlocking("GET", "/health/live", health::live)
                .route("GET", "/health/ready", health::ready)
                .route("GET", "/metrics", _ -> metrics.response());
    }

    private HttpServer listen(EventLoops loops, int port, Router router, ServerObserver observer) {
        var listener = ListenerConfig.loopback(port).withHost(environment.bindAddress());
        try {
            return HttpServer.start(loops, ServerConfig.of(listener), router, observer);
        } catch (ServerException e) {
            throw ServiceException.port(e.getMessage() + "; say which one to use with PORT", e);
        }
    }

    private LogsConfig logsConfig() {
        try {
            return new LogsConfig(
                    name,
                    environment.find("MUSTER_REPLICA").orElse(""),
                    environment.find("MUSTER_VERSION").orElse(""),
                    environment.find("LOG_LEVEL").orElse(""));
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration("LOG_LEVEL: " + e.getMessage());
        }
    }

    /** Loops only move bytes, and share the cores with the threads that run handlers. */
    private static int loopThreads() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
    }
}
