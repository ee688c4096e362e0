package dev.muster.telemetry;

import dev.muster.http.Headers;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;

import java.util.concurrent.atomic.LongAdder;

/** Counts and times the requests that a server answers. */
final class RequestMetrics implements ServerObserver {
    private final LongAdder active = new LongAdder();
    private final Durations durations;
    private final Count cut;

    RequestMetrics(Metrics metrics) {
        metrics.gauge("http_server_active_requests", "Requests being answered.", active::sum);
        durations =
                metrics.durations(
                        "http_server_request_duration_seconds",
                        "Time from a request's head to the head of its response.",
                        "http_request_method",
                        "http_route",
                        "http_response_status_code");
        cut =
                metrics.counter(
                        "http_server_responses_cut_total",
                        "Responses that broke off because their bodies failed.",
                        "http_route");
    }

    @Override
    public Scope begin(Headers headers, Scope scope) {
        active.increment();
        return scope;
    }

    @Override
    public void ended(Served served) {
        active.decrement();
        durations.record(
                served.untilHead(),
                Labels.method(served.method()),
                served.route(),
                Labels.status(served.status()));
        if (served.isCut()) {
            cut.increment(served.route());
        }
    }
}
