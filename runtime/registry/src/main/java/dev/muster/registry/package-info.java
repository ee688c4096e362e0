/**
 * The embedded registry: what runs, published as whole snapshots, read in this process as an {@link
 * dev.muster.discovery.EndpointSource} and over the network as Consul is.
 *
 * {@snippet :
 * public static void main(String[] args) throws Exception {
 *     var registry = new Registry(InstantSource.system());
 *     registry.publish("orders", List.of(Endpoint.of("orders-1", "127.0.0.1", 20001)));
 *     registry.open();
 *     var announced = new SelfRegistrations(registry, _ -> false, System::nanoTime, timers);
 *     var api = new ConsulApi(registry, announced, RandomGenerator.getDefault());
 *     var answer = api.handle(Request.get("/v1/health/service/orders?passing"));
 *     System.out.println(answer.body().text());
 * }
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.registry;
