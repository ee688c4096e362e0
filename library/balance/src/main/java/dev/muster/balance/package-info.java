/**
 * The choice among the endpoints of a service.
 *
 * {@snippet :
 * var balancer = LoadBalancer.of(
 *         "catalog", System::nanoTime, ThreadLocalRandom::current, RotationListener.SILENT);
 * source.subscribe("catalog", balancer::update);
 *
 * var pick = balancer.pick().orElseThrow();
 * try {
 *     var sent = System.nanoTime();
 *     call(pick.endpoint());
 *     pick.succeeded(Duration.ofNanos(System.nanoTime() - sent));
 * } catch (ConnectException e) {
 *     pick.failed(Failure.unreachable("connection refused"));
 * }
 * }
 */
@org.jspecify.annotations.NullMarked
package dev.muster.balance;
