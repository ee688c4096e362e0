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
     * @param targets of every route
     */
    record Routing(RouteTable table, Map<Route, Target> targets) {
        Routing {
            targets = Map.copyOf(targets);
        }

        Target target(Route route) {
            return Objects.requireNonNull(targets.get(route));
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
            handleAmbiguous(client, outcome);
            return;
        }
        var current = routing;
        var route = current.table().match(path);
        if (route == null) {
            refuse(client, outcome, Problem.of(404, "No route takes this path."));
        } else {
            pass(client, outcome, current, route, path);
        }
    }

    /** A path that only routes take whose services want it as it came. */
    private void handleAmbiguous(ServerExchange client, Outcome outcome) {
        var path = RequestPath.withSlashes(outcome.path);
        var read = path == null ? null : RequestPath.collapsed(path);
        var current = routing;
        var route = path == null ? null : current.table().match(path);
        if (read == null || route == null || !route.options().encodedSlashes()) {
            refuse(
                    client,
                    outcome,
                    Problem.of(
                            400,
                            "The path can be read in more than one way: it has an encoded slash or"
                                    + " backslash, an encoded control character, a dot segment or"
                                    + " two slashes in a row."));
        } else {
            pass(client, outcome, current, route, read);
        }
    }

    private void pass(
            ServerExchange client, Outcome outcome, Routing current, Route route, String path) {
        var kept = KeptPaths.kept(path, route);
        if (kept == null) {
            forwarder.forward(client, current.target(route), outcome);
        } else {
            refuse(client, outcome, Problem.kept(kept, route.service()));
        }
    }

    private void refuse(ServerExchange client, Outcome outcome, Problem problem) {
        forwarder.refuse(client, problem, outcome, refused);
    }
}
