package dev.muster.telemetry;

import dev.muster.http.Request;

import java.time.Duration;

/**
 * How a request that a server received ended, for its log and its metrics.
 *
 * @param method as it was sent; empty where it could not be read
 * @param path as it was sent, without the query, which may hold secrets
 * @param route the template that the request matched; empty where it was not routed
 * @param status of the response; {@link #CLIENT_GONE} where there was none
 * @param reason why no handler was asked, as a sentence; empty where one was
 */
public record RequestEnd(
        String method, String path, String route, int status, Duration took, String reason) {
    /** The status that logs give a request whose client left first; never sent. */
    public static final int CLIENT_GONE = 499;

    static RequestEnd handled(Request request, int status, long startedAt) {
        var took = Duration.ofNanos(System.nanoTime() - startedAt);
        return new RequestEnd(request.method(), request.path(), request.route(), status, took, "");
    }
}
