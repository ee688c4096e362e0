package dev.muster.telemetry;

import dev.muster.http.Filter;
import dev.muster.http.Headers;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Carries the trace of a request through a service and on to the services it calls, and tells a
 * sink of each span that ends. Thread-safe.
 */
public final class Tracer {
    private static final Tracer SILENT = new Tracer(new NoSpans(), TelemetryBackend.SYSTEM);

    private final SpanSink sink;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    private record NoSpans() implements SpanSink {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void ended(Span span) {}
    }

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public Tracer(SpanSink sink, InstantSource clock, LongSupplier nanoTime) {
        this.sink = sink;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    private Tracer(SpanSink sink, TelemetryBackend backend) {
        this(sink, backend.clock(), backend.nanoTime());
    }

    /** On the machine's clocks. */
    public static Tracer to(SpanSink sink) {
        return new Tracer(sink, TelemetryBackend.SYSTEM);
    }

    /** Passes traces on and tells nobody. */
    public static Tracer silent() {
        return SILENT;
    }

    /**
     * The server's side: whatever is done for a request is a span of the caller's trace, or of a
     * new one where the caller sent none, and {@link TraceContext#current} within it.
     */
    public ServerObserver server() {
        return new Server();
    }

    /**
     * The client's side: each request that is sent is a child of the current span, and ends with
     * the head of its response.
     *
     * @param peerService the called service's name
     */
    public Filter client(String peerService) {
        return (request, next) -> {
            var context =
                    TraceContext.current().map(TraceContext::child).orElseGet(TraceContext::root);
            long began = nanoTime.getAsLong();
            int status = 0;
            var error = "";
            try {
                var response = next.handle(request.withHeaders(context.onto(request.headers())));
                status = response.status();
                return response;
            } catch (Throwable e) {
                error = Labels.error(e);
                throw e;
            } finally {
                long nanos = nanoTime.getAsLong() - began;
                ended(context, Span.Kind.CLIENT, () -> peerService, nanos, status, error);
            }
        };
    }

    /** Whether spans are wanted now. */
    public boolean isOn() {
        return sink.isOn();
    }

    /**
     * A span has ended now.
     *
     * @param name asked where the span is wanted
     * @param nanos how long it took
     * @param error why it did not come to its end; empty where it did
     */
    public void ended(
            TraceContext context,
            Span.Kind kind,
            Supplier<String> name,
            long nanos,
            int status,
            String error) {
        if (sink.isOn()) {
            var took = Duration.ofNanos(nanos);
            var began = clock.instant().minus(took);
            sink.ended(new Span(context, kind, name.get(), began, took, status, error));
        }
    }

    private final class Server implements ServerObserver {
        @Override
        public Scope begin(Headers headers, Scope scope) {
            return TraceContext.received(headers).in(scope);
        }

        @Override
        public void ended(Served served) {
            TraceContext.of(served.scope()).ifPresent(context -> tell(context, served));
        }

        private void tell(TraceContext context, Served served) {
            Tracer.this.ended(
                    context,
                    Span.Kind.SERVER,
                    () -> Labels.method(served.method()) + " " + served.route(),
                    served.took().toNanos(),
                    served.status(),
                    served.reason());
        }

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
