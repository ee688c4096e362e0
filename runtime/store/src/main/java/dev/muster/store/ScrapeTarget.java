package dev.muster.store;

import java.net.URI;

/**
 * Where a replica exposes its metrics.
 *
 * @param url answers a GET with Prometheus text
 */
public record ScrapeTarget(ScrapeSource source, URI url) {

    /** {@code /metrics} of a replica that listens at {@code port} of this machine. */
    public static ScrapeTarget loopback(String service, String replica, int port) {
        return new ScrapeTarget(
                new ScrapeSource(service, replica),
                URI.create("http://127.0.0.1:" + port + "/metrics"));
    }
}
