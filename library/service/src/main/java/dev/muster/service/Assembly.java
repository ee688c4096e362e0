package dev.muster.service;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.server.HttpServer;
import dev.muster.server.Problems;
import dev.muster.server.Router;
import dev.muster.server.ServerConfig;
import dev.muster.server.ServerException;
import dev.muster.telemetry.AccessLog;
import dev.muster.telemetry.Logs;
import dev.muster.telemetry.LogsConfig;
import dev.muster.telemetry.Metrics;
import dev.muster.telemetry.ServerMetrics;
import dev.muster.telemetry.TraceContext;
import dev.muster.telemetry.Tracing;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ExchangeObserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Puts a service together from its description and its environment. */
final class Assembly {
    private static final Set<String> PROBED = Set.of("/health/live", "/health/ready", "/metrics");

    private final String name;
    private final Environment environment;
    private final Metrics metrics = Metrics.create();

    Assembly(String name, Environment environment) {
        this.name = name;
        this.environment = environment;
    }

    RunningService start(Consumer<Setup> describe) {
        int port = environment.port();
        var lifecycle = new Lifecycle(name, environment.stopGrace(), Logs.open(logsConfig()));
        try {
            var loops = lifecycle.own(EventLoops.create(loopThreads()));
            var surroundings = lifecycle.own(new Surroundings(environment, loops, metrics));
            var setup = new Setup(environment, surroundings, metrics);
            describe.accept(setup);
            var health = new Health(setup.checks());
            var log = lifecycle.logs().accessLog(PROBED);
            var requests = metrics.server();
            var router = pipeline(setup, health, log, requests);
            lifecycle.begin(setup, health);
            lifecycle.serve(listen(loops, port, router, new UnhandledRequests(log, requests)));
            return lifecycle;
        } catch (RuntimeException | Error e) {
            lifecycle.close();
            throw e;
        }
    }

    /** What every request passes through, outermost first. */
    private Router pipeline(Setup setup, Health health, AccessLog log, ServerMetrics requests) {
        var filters = new ArrayList<Filter>();
        filters.add(Tracing.server());
        if (environment.isOn("MUSTER_TELEMETRY")) {
            filters.add(log);
            filters.add(requests);
        }
        filters.add(Problems.filter(Assembly::traceId));
        filters.add(ofUser(setup.filters()));
        return builtIn(setup.routes(), health).build().behind(filters.toArray(Filter[]::new));
    }

    /** A service's own filters, which probes and scrapes pass by: they know no token. */
    private static Filter ofUser(List<Filter> filters) {
        if (filters.isEmpty()) {
            return (request, next) -> next.handle(request);
        }
        var all = filters.toArray(Filter[]::new);
        return (request, next) ->
                PROBED.contains(request.route())
                        ? next.handle(request)
                        : Handler.pipeline(next, all).handle(request);
    }

    private Router.Builder builtIn(Router.Builder routes, Health health) {
        return routes.nonBlocking("GET", "/health/live", health::live)
                .route("GET", "/health/ready", health::ready)
                .route("GET", "/metrics", _ -> metrics.response());
    }

    private HttpServer listen(
            EventLoops loops, int port, Router router, ExchangeObserver unhandled) {
        var observer = environment.isOn("MUSTER_TELEMETRY") ? unhandled : ExchangeObserver.NONE;
        try {
            return HttpServer.start(loops, ServerConfig.loopback(port), router, observer);
        } catch (ServerException e) {
            throw ServiceException.port(e.getMessage() + "; say which one to use with PORT", e);
        }
    }

    private LogsConfig logsConfig() {
        var level = environment.find("MUSTER_LOG_LEVEL").orElse("INFO");
        try {
            return new LogsConfig(
                    name,
                    environment.find("MUSTER_REPLICA").orElse(""),
                    environment.find("MUSTER_VERSION").orElse(""),
                    level);
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration("MUSTER_LOG_LEVEL: " + e.getMessage());
        }
    }

    private static String traceId() {
        return TraceContext.current().map(TraceContext::traceId).orElse("");
    }

    /** Loops only move bytes, and share the cores with the threads that run handlers. */
    private static int loopThreads() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 4);
    }
}
