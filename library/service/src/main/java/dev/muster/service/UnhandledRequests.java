package dev.muster.service;

import dev.muster.telemetry.AccessLog;
import dev.muster.telemetry.RequestEnd;
import dev.muster.telemetry.ServerMetrics;
import dev.muster.telemetry.TraceContext;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.ExchangeObserver;

/** Logs and counts the requests that no filter or handler sees, as filters do the others. */
record UnhandledRequests(AccessLog log, ServerMetrics metrics) implements ExchangeObserver {
    @Override
    public void ended(ExchangeEnd end) {
        var target = end.target();
        int query = target.indexOf('?');
        var request =
                new RequestEnd(
                        end.method(),
                        query < 0 ? target : target.substring(0, query),
                        "",
                        end.status() == 0 ? RequestEnd.CLIENT_GONE : end.status(),
                        end.took(),
                        end.reason());
        metrics.record(request);
        trace(end.traceId())
                .call(
                        () -> {
                            log.record(request);
                            return request;
                        });
    }

    @Override
    public String traceId(String traceparent) {
        return TraceContext.parse(traceparent).orElseGet(TraceContext::root).traceId();
    }

    private static TraceContext trace(String traceId) {
        return traceId.isEmpty() ? TraceContext.root() : TraceContext.within(traceId);
    }
}
