/**
 * The way into a fleet: an HTTP proxy that balances over the ready replicas of each service.
 *
 * <pre>{@code
 * var loops = EventLoops.create(2);
 * var file = FileChannel.open(Path.of("access.log"), CREATE, APPEND);
 * var orders = FixedEndpoints.of("orders", Endpoint.of("orders-1", "127.0.0.1", 20001));
 * var context = GatewayContext.of(orders).withAccessLog(file::write);
 * var gateway = Gateway.start(GatewayConfig.loopback(8080), loops, context);
 * gateway.routes(RouteTable.of(new Route("/orders", "orders")));
 * gateway.needs(List.of(new Need("notify", "orders", 21001)));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.muster.gateway;
