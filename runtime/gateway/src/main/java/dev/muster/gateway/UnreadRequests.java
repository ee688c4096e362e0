package dev.muster.gateway;

import dev.muster.telemetry.TraceContext;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeObserver;

/**
 * Reports the requests that never reach a proxy, because the transport refuses their head or their
 * client leaves within it.
 *
 * @param caller {@code edge}, or the service whose address this is
 */
record UnreadRequests(Forwarder forwarder, String caller, TrafficMeter meter)
        implements ExchangeObserver {

    @Override
    public void ended(ExchangeEnd end) {
        var outcome =
                new Outcome(
                        forwarder.now() - end.took().toNanos(),
                        caller,
                        end.client().getAddress().getHostAddress(),
                        end.method(),
                        RequestPath.withoutQuery(end.target()));
        outcome.traceId = end.traceId();
        outcome.cause = end.reason();
        outcome.status = end.status() == 0 ? Outcome.CLIENT_GONE : end.status();
        outcome.requestBytes = end.receivedBytes();
        outcome.responseBytes = end.sentBytes();
        if (end.kind() == ExchangeEnd.Kind.REFUSED) {
            forwarder.metrics().refused(end.status());
        }
        forwarder.report(outcome, meter);
    }

    @Override
    public String traceId(String traceparent) {
        return TraceContext.parse(traceparent).orElseGet(TraceContext::root).traceId();
    }
}
