/**
 * The way into a fleet: an HTTP proxy that balances over the ready replicas of each service.
 *
 * <pre>{@code
 * var loops = EventLoops.create(2);
 * var file = FileChannel.open(Path.of("access.log"), CREATE, APPEND);
 * var log = AccessLog.to(file::write, Clock.systemUTC());
 * var gateway =
 *         Gateway.start(
 *                 GatewayConfig.loopback(8080),
 *                 loops,
 *                 FixedEndpoints.of("orders", Endpoint.of("orders-1", "127.0.0.1", 20001)),
 *                 EndpointEnds.UNKNOWN,
 *                 Metrics.create(),
 *                 log,
 *                 GatewayEvents.SILENT);
 * gateway.routes(RouteTable.of(new Route("/orders", "orders")));
 * gateway.needs(List.of(new Need("notify", "orders", 21001)));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway;
