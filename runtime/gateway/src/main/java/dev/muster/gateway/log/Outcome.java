package dev.muster.gateway.log;

import dev.muster.telemetry.TraceContext;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeObserver;

import org.jspecify.annotations.Nullable;

/**
 * What happened to one request, for the metrics and the access log. Filled in on the request's
 * event loop while it is answered.
 */
public final class Outcome implements ExchangeObserver {
    /** The caller of requests that come to the gateway's own port. */
    public static final String EDGE = "edge";

    final long startedAt;

    final String caller;

    final String client;
    final String method;

    // Without the query, which may hold secrets.
    final String path;

    /** Where the request went; empty if no route took it. */
    String service = "";

    /** The endpoint that answered or failed last; empty if none was asked. */
    String replica = "";

    String traceId = "";

    /** What the gateway does for the request; null where its head could not be used. */
    @Nullable TraceContext span;

    /** Why the gateway itself answered, or the response did not reach its end; else empty. */
    String cause = "";

    /** What the client was told, or what logs give where that is nothing. */
    int status;

    long requestBytes;
    long responseBytes;

    /**
     * @param startedAt by the gateway's monotonic clock, in nanoseconds
     * @param caller {@link #EDGE}, or the service that calls
     * @param path as it came, without the query
     */
    public Outcome(long startedAt, String caller, String client, String method, String path) {
        this.startedAt = startedAt;
        this.caller = caller;
        this.client = client;
        this.method = method;
        this.path = path;
    }

    public long startedAt() {
        return startedAt;
    }

    /** Whether the request came from outside, not from a service of the fleet. */
    public boolean isFromEdge() {
        return caller.equals(EDGE);
    }

    public String client() {
        return client;
    }

    public String path() {
        return path;
    }

    public String traceId() {
        return traceId;
    }

    public int status() {
        return status;
    }

    public String cause() {
        return cause;
    }

    /** A request of which no more is known than its trace. */
    public void partOf(String trace) {
        traceId = trace;
    }

    /** What is done for the request is {@code ofGateway}. */
    public void partOf(TraceContext ofGateway) {
        traceId = ofGateway.traceId();
        span = ofGateway;
    }

    public @Nullable TraceContext span() {
        return span;
    }

    /** Who called whom, in names of the fleet. */
    public String call() {
        return caller + " to " + (service.isEmpty() ? "nobody" : service);
    }

    public void wentTo(String target) {
        service = target;
    }

    public void triedAt(String endpoint) {
        replica = endpoint;
    }

    /** The client is told {@code answered}. */
    public void ended(int answered) {
        status = answered;
    }

    /** Why the gateway itself answers or cuts the response. */
    public void because(String reason) {
        cause = reason;
    }

    /**
     * Counts bytes of the request's body.
     *
     * @return how many there are now
     */
    public long received(long bytes) {
        requestBytes += bytes;
        return requestBytes;
    }

    /** Counts bytes of the response's body. */
    public void sent(long bytes) {
        responseBytes += bytes;
    }

    /** The exchange ended before the client was answered in full. */
    public void abandoned(ExchangeEnd end) {
        status = end.statusToLog();
        if (cause.isEmpty()) {
            cause = end.reason();
        }
    }

    /** Whatever ends the exchange has been told to its proxy, which reports it. */
    @Override
    public void ended(ExchangeEnd end) {}

    @Override
    public String traceId(String traceparent) {
        return traceId;
    }
}
