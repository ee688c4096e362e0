package dev.muster.gateway;

import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.ServerExchange;

import java.util.Map;
import java.util.Objects;

/** Answers at the gateway's own port: finds the route of a request, or says why there is none. */
final class EdgeProxy implements ExchangeHandler {
    static final String CALLER = "edge";

    private final Forwarder forwarder;
    private final TrafficMeter refused;
    private volatile Routing routing = new Routing(RouteTable.empty(), Map.of());

    /**
     * @param targets of every service that a route names
     */
    record Routing(RouteTable table, Map<String, Target> targets) {
        Routing {
            targets = Map.copyOf(targets);
        }

        Target target(Route route) {
            return Objects.requireNonNull(targets.get(route.service()));
        }
    }

    /**
     * @param refused counts what no service is asked for
     */
    EdgeProxy(Forwarder forwarder, TrafficMeter refused) {
        this.forwarder = forwarder;
        this.refused = refused;
    }

    /** Requests that begin from now on are routed by {@code next}. */
    void swap(Routing next) {
        routing = next;
    }

    Routing routing() {
        return routing;
    }

    @Override
    public void handle(ServerExchange client) {
        var outcome = forwarder.begin(client, CALLER);
        var path = RequestPath.plain(outcome.path);
        if (path == null) {
            refuse(client, outcome, Problem.of(400, "The path can be read in more than one way."));
            return;
        }
        var current = routing;
        var route = current.table().match(path);
        if (route == null || isPrivate(path, route)) {
            refuse(client, outcome, Problem.of(404, "No route takes this path."));
            return;
        }
        forwarder.forward(client, current.target(route), outcome);
    }

    private void refuse(ServerExchange client, Outcome outcome, Problem problem) {
        forwarder.refuse(client, problem, outcome, refused);
    }

    /**
     * A prefix that covers a whole service covers its metrics and health too, which are nobody's
     * business outside; only a route that names them exactly opens them.
     */
    private static boolean isPrivate(String path, Route route) {
        boolean operational =
                path.equals("/metrics")
                        || path.startsWith("/metrics/")
                        || path.equals("/health")
                        || path.startsWith("/health/");
        return operational && !route.path().equals(path);
    }
}
