package dev.muster.gateway;

import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeObserver;
import dev.muster.transport.TransportException;

/**
 * What happened to one request, for the metrics and the access log. Filled in on the request's
 * event loop while it is answered.
 */
final class Outcome implements ExchangeObserver {
    /** The status that logs give requests whose client left first; never sent. */
    static final int CLIENT_GONE = 499;

    /** By the gateway's monotonic clock, in nanoseconds. */
    final long startedAt;

    /** {@code edge}, or the service that called. */
    final String caller;

    final String client;
    final String method;

    /** As it came, without the query, which may hold secrets. */
    final String path;

    /** Where the request went; empty if no route took it. */
    String service = "";

    /** The endpoint that answered or failed last; empty if none was asked. */
    String replica = "";

    String traceId = "";

    /** Why the gateway itself answered or cut the response; empty where it did not. */
    String cause = "";

    int status = CLIENT_GONE;
    long requestBytes;
    long responseBytes;

    Outcome(long startedAt, String caller, String client, String method, String path) {
        this.startedAt = startedAt;
        this.caller = caller;
        this.client = client;
        this.method = method;
        this.path = path;
    }

    /** The transport itself answered a request whose body it could not go on with. */
    void requestBroke(TransportException why) {
        cause = String.valueOf(why.getMessage());
        status =
                switch (why.kind()) {
                    case TOO_LARGE -> 413;
                    case MALFORMED -> 400;
                    case TIMEOUT -> 408;
                    default -> status;
                };
    }

    /** Whatever ends the exchange has been told to its proxy, which reports it. */
    @Override
    public void ended(ExchangeEnd end) {}

    @Override
    public String traceId(String traceparent) {
        return traceId;
    }
}
