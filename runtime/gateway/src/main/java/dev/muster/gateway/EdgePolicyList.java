package dev.muster.gateway;

import dev.muster.gateway.policy.EdgePolicies;
import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.kept.KeptPaths;
import dev.muster.gateway.policy.limit.BodyLimit;
import dev.muster.gateway.policy.loop.LoopGuard;
import dev.muster.gateway.policy.upgrade.NoWebSockets;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Every policy of the edge, in the order in which requests meet them. A new one is a package below
 * {@code policy} and a line here, which says what of a route it is made of.
 */
final class EdgePolicyList {
    /** A policy as a route has it; empty where the route has none of it. */
    @FunctionalInterface
    interface Entry extends Function<Route, Optional<EdgePolicy>> {}

    static final List<Entry> EDGE =
            List.of(
                    route -> Optional.of(new KeptPaths(route.path(), route.service())),
                    _ -> Optional.of(new NoWebSockets()),
                    route ->
                            Optional.of(route.options().maxBodyBytes())
                                    .filter(bytes -> bytes >= 0)
                                    .map(BodyLimit::new),
                    route -> Optional.of(new LoopGuard(route.service())));

    private EdgePolicyList() {}

    /** The policies of {@code entries} that {@code route} has. */
    static EdgePolicies compile(List<Entry> entries, Route route) {
        return EdgePolicies.of(
                entries.stream().flatMap(entry -> entry.apply(route).stream()).toList());
    }

    /** What a call of one service of the fleet to another meets. */
    static EdgePolicies ofNeed(String service) {
        return EdgePolicies.of(List.of(new NoWebSockets(), new LoopGuard(service)));
    }
}
