package dev.muster.agent;

import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.RouteSpec;
import dev.muster.gateway.AddressRange;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.Route;
import dev.muster.gateway.RouteOptions;
import dev.muster.gateway.RouteTable;

import java.time.Duration;
import java.util.stream.Stream;

/** What the fleet file says of the gateway, as the gateway takes it. */
final class EdgeSettings {
    private static final int MOST_FIELDS = 100;
    private static final int USUAL_REQUEST_LINE = 8 << 10;

    private EdgeSettings() {}

    /** Its listener admits the longest body and waits the longest time of any route. */
    static GatewayConfig config(FleetSpec fleet, int port) {
        var limits = fleet.gateway().limits();
        long longestBody =
                routeSpecs(fleet)
                        .flatMap(route -> route.bodyBytes().stream())
                        .reduce(limits.bodyBytes(), Math::max);
        var longestWait =
                routeSpecs(fleet)
                        .flatMap(route -> route.deadline().stream())
                        .reduce(limits.deadline(), EdgeSettings::longer);
        var usual = GatewayConfig.loopback(port);
        int requestLine = Math.max(USUAL_REQUEST_LINE, limits.headBytes() / 2);
        var edge =
                usual.edge()
                        .withMaxBodyBytes(longestBody)
                        .withHeadLimits(requestLine, limits.headBytes(), MOST_FIELDS);
        return usual.withEdge(edge)
                .withUpstream(usual.upstream().withHeadTimeout(longestWait))
                .withTrusted(fleet.gateway().trust().stream().map(AddressRange::parse).toList());
    }

    static RouteTable routes(FleetSpec fleet) {
        return RouteTable.of(
                fleet.services().values().stream()
                        .flatMap(
                                service ->
                                        service.routes().stream()
                                                .map(
                                                        route ->
                                                                new Route(
                                                                        route.prefix(),
                                                                        service.name(),
                                                                        options(fleet, route))))
                        .toList());
    }

    private static RouteOptions options(FleetSpec fleet, RouteSpec route) {
        var limits = fleet.gateway().limits();
        return new RouteOptions(
                route.encodedSlashes(),
                route.hedge(),
                route.bodyBytes().orElse(limits.bodyBytes()),
                route.deadline().orElse(limits.deadline()));
    }

    private static Stream<RouteSpec> routeSpecs(FleetSpec fleet) {
        return fleet.services().values().stream().flatMap(service -> service.routes().stream());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
