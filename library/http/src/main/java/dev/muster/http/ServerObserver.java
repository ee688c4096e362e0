package dev.muster.http;

import java.time.Duration;

/**
 * Watches what a server receives: each request begins once and ends once, whether a handler answers
 * it, it is refused before any is asked, or its client leaves. Called on event loops and on threads
 * of handlers, concurrently; it must be thread-safe and must not wait.
 */
public interface ServerObserver {
    /**
     * What a request has come to.
     *
     * @param scope the one it began with
     * @param method as it was sent; empty where the head of the request could not be read
     * @param path without the query; empty where the head of the request could not be read
     * @param route the template of the route that matched; empty where none did
     * @param status what the client was told; where that is nothing, 499 if it left and 503 if we
     *     closed the connection
     * @param untilHead from the head of the request to the head of the answer
     * @param took from the head of the request to the end of the answer
     * @param isCut whether we closed the connection before the answer's end
     * @param reason why a handler's answer did not reach its end; empty where it did
     */
    record Served(
            Scope scope,
            String method,
            String path,
            String route,
            int status,
            Duration untilHead,
            Duration took,
            boolean isCut,
            String reason) {}

    /**
     * @param headers those of the request; empty where they could not be read
     * @return {@code scope} with what belongs to this request: its handler, its filters and the
     *     writer of its streamed body work in it
     */
    Scope begin(Headers headers, Scope scope);

    void ended(Served served);

    /** What a client quotes when it asks about the request of {@code scope}; may be empty. */
    default String traceId(Scope scope) {
        return "";
    }

    /** What the client of a request that is about to be refused quotes; may be empty. */
    default String traceId(Headers headers) {
        return "";
    }
}
