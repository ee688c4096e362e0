package dev.muster.store.metric;

import java.net.URI;

/**
 * Where a replica exposes its metrics.
 *
 * @param url answers a GET with Prometheus text
 */
public record ScrapeTarget(ScrapeSource source, URI url) {

    /** {@code /metrics} of a replica that listens at {@code port} of this machine. */
    public static ScrapeTarget loopback(String service, String replica, int port) {
        return of(service, replica, "127.0.0.1", port);
    }

    /** {@code /metrics} of a replica that listens at {@code port} of {@code host}. */
    public static ScrapeTarget of(String service, String replica, String host, int port) {
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return new ScrapeTarget(
                new ScrapeSource(service, replica), URI.create("http://" + authority + "/metrics"));
    }
}
