package dev.muster.telemetry;

import dev.muster.http.Filter;
import dev.muster.http.Headers;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;

/** Carries the trace of a request through a service and on to the services it calls. */
public final class Tracing {
    private Tracing() {}

    /**
     * The server's side: whatever is done for a request is a span of the caller's trace, or of a
     * new one where the caller sent none, and {@link TraceContext#current} within it.
     */
    public static ServerObserver server() {
        return new Server();
    }

    /** The client's side: each request that is sent is a child of the current span. */
    public static Filter client() {
        return (request, next) -> {
            var context =
                    TraceContext.current().map(TraceContext::child).orElseGet(TraceContext::root);
            return next.handle(request.withHeaders(context.onto(request.headers())));
        };
    }

    private record Server() implements ServerObserver {
        @Override
        public Scope begin(Headers headers, Scope scope) {
            return TraceContext.received(headers).in(scope);
        }

        @Override
        public void ended(Served served) {}

        @Override
        public String traceId(Scope scope) {
            return TraceContext.of(scope).map(TraceContext::traceId).orElse("");
        }

        @Override
        public String traceId(Headers headers) {
            return TraceContext.received(headers).traceId();
        }
    }
}
