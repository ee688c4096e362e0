package dev.muster.gateway;

import dev.muster.gateway.log.Outcome;
import dev.muster.gateway.path.RequestPath;
import dev.muster.gateway.proxy.ProxyContext;
import dev.muster.gateway.proxy.TrafficMeter;
import dev.muster.telemetry.TraceContext;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeObserver;

/**
 * Reports the requests that never reach a proxy, because the transport refuses their head or their
 * client leaves within it.
 *
 * @param caller {@code edge}, or the service whose address this is
 */
record UnreadRequests(ProxyContext proxying, String caller, TrafficMeter meter)
        implements ExchangeObserver {

    @Override
    public void ended(ExchangeEnd end) {
        var outcome =
                new Outcome(
                        proxying.now() - end.took().toNanos(),
                        caller,
                        end.client().getAddress().getHostAddress(),
                        end.method(),
                        RequestPath.withoutQuery(end.target()));
        outcome.partOf(end.traceId());
        outcome.abandoned(end);
        outcome.received(end.receivedBytes());
        outcome.sent(end.sentBytes());
        if (end.kind() == ExchangeEnd.Kind.REFUSED) {
            proxying.metrics().refused(end.status());
        }
        proxying.report(outcome, meter);
    }

    @Override
    public String traceId(String traceparent) {
        return TraceContext.parse(traceparent).orElseGet(TraceContext::root).traceId();
    }
}
