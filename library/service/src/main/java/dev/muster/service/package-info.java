/**
 * The front door: a service described in one place and started with one call.
 *
 * {@snippet :
 * public final class OrdersService {
 *     record NewOrder(String product, int quantity) {}
 *
 *     record Order(String id, String product, int quantity) {}
 *
 *     public static void main(String[] args) {
 *         Service.create("orders", OrdersService::routes).start();
 *     }
 *
 *     static void routes(Setup s) {
 *         var orders = new ConcurrentHashMap<String, Order>();
 *         s.get("/orders/{id}", request -> Optional.ofNullable(orders.get(request.param("id"))))
 *                 .post("/orders", NewOrder.class, wanted -> {
 *                     var order = new Order(UUID.randomUUID().toString(), wanted.product(), wanted.quantity());
 *                     orders.put(order.id(), order);
 *                     return Created.at("/orders/" + order.id(), order);
 *                 });
 *     }
 * }
 * }
 *
 * <p>{@code PORT=8081 java -jar orders.jar} runs it alone. Health ({@code /health/live}, {@code
 * /health/ready}), metrics ({@code /metrics}), traces and logs come with it.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.service;
