package dev.muster.store.metric;

/**
 * The requests that the replicas of a service answered by one of its routes.
 *
 * @param route as the service declares it, such as {@code /products/{id}}
 */
public record RouteTraffic(String service, String method, String route, Traffic traffic) {}
