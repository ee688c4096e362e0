package dev.muster.gateway;

import dev.muster.gateway.log.Outcome;
import dev.muster.gateway.path.RequestPath;
import dev.muster.gateway.policy.Problem;
import dev.muster.gateway.proxy.Forwarder;
import dev.muster.gateway.proxy.TrafficMeter;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.ServerExchange;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Answers at the gateway's own port: finds the route of a request, or says why there is none. */
final class EdgeProxy implements ExchangeHandler {
    private final Forwarder forwarder;
    private final TrafficMeter refused;
    private final Supplier<RandomGenerator> random;
    private volatile Routing routing = new Routing(RouteTable.empty(), new IdentityHashMap<>());

    /**
     * @param edgeRoutes of every route of the table, found by the very object: a route is compared
     *     by all that it says, which is too much to do with every request
     */
    record Routing(RouteTable table, IdentityHashMap<Route, EdgeRoute> edgeRoutes) {
        Routing {
            edgeRoutes = new IdentityHashMap<>(edgeRoutes);
        }

        EdgeRoute of(Route route) {
            return Objects.requireNonNull(edgeRoutes.get(route));
        }
    }

    /**
     * @param refused counts what no route takes
     * @param random draws among the backends of a route
     */
    EdgeProxy(Forwarder forwarder, TrafficMeter refused, Supplier<RandomGenerator> random) {
        this.forwarder = forwarder;
        this.refused = refused;
        this.random = random;
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
        var outcome = forwarder.begin(client, Outcome.EDGE);
        var path = RequestPath.plain(outcome.path());
        if (path == null) {
            handleAmbiguous(client, outcome);
            return;
        }
        var current = routing;
        var route = match(current.table(), client, path);
        if (route == null) {
            refuse(client, outcome, noRoute(current.table(), client, path));
        } else {
            pass(client, outcome, current.of(route), path);
        }
    }

    /** A path that only routes take whose services want it as it came. */
    private void handleAmbiguous(ServerExchange client, Outcome outcome) {
        var path = RequestPath.withSlashes(outcome.path());
        var read = path == null ? null : RequestPath.collapsed(path);
        var current = routing;
        var route = path == null ? null : match(current.table(), client, path);
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
            pass(client, outcome, current.of(route), read);
        }
    }

    private void pass(ServerExchange client, Outcome outcome, EdgeRoute route, String path) {
        var target = route.choose(random.get());
        forwarder.forward(client, target, outcome, path);
    }

    private static @Nullable Route match(RouteTable table, ServerExchange client, String path) {
        return table.match(host(client), client.request().method(), path);
    }

    private static Problem noRoute(RouteTable table, ServerExchange client, String path) {
        var methods = table.methods(host(client), path);
        if (methods.isEmpty()) {
            return Problem.of(404, "No route takes this path.");
        }
        var taken = String.join(", ", methods);
        return new Problem(
                405, "The routes of this path take " + taken + ".", Map.of("allow", taken));
    }

    private static @Nullable String host(ServerExchange client) {
        return client.request().fields().get("host");
    }

    private void refuse(ServerExchange client, Outcome outcome, Problem problem) {
        forwarder.refuse(client, problem, outcome, refused);
    }
}
