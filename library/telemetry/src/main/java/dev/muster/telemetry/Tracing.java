package dev.muster.telemetry;

import dev.muster.http.Filter;

/** Carries the trace id of a request through a service and on to the services it calls. */
public final class Tracing {
    private static final String HEADER = "traceparent";

    private Tracing() {}

    /**
     * The server's side: what {@code next} does is a span of the caller's trace, or of a new one
     * where the caller sent none, and {@link TraceContext#current} within it.
     */
    public static Filter server() {
        return (request, next) -> {
            var context =
                    request.header(HEADER)
                            .flatMap(TraceContext::parse)
                            .map(TraceContext::child)
                            .orElseGet(TraceContext::root);
            return context.call(() -> next.handle(request));
        };
    }

    /** The client's side: each request that is sent is a child of the current span. */
    public static Filter client() {
        return (request, next) -> {
            var context =
                    TraceContext.current().map(TraceContext::child).orElseGet(TraceContext::root);
            return next.handle(request.withHeader(HEADER, context.traceparent()));
        };
    }
}
