package dev.muster.telemetry;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.util.concurrent.atomic.LongAdder;

/** Counts and times the requests that a server receives. Thread-safe. */
public final class ServerMetrics implements Filter {
    private final LongAdder active = new LongAdder();
    private final Durations durations;

    ServerMetrics(Metrics metrics) {
        metrics.gauge("http_server_active_requests", "Requests being answered.", active::sum);
        durations =
                metrics.durations(
                        "http_server_request_duration_seconds",
                        "Time from a request's head to the head of its response.",
                        "http_request_method",
                        "http_route",
                        "http_response_status_code");
    }

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        active.increment();
        long start = System.nanoTime();
        int status = 500;
        try {
            var response = next.handle(request);
            status = response.status();
            return response;
        } catch (HttpProblem e) {
            status = e.status();
            throw e;
        } finally {
            active.decrement();
            record(RequestEnd.handled(request, status, start));
        }
    }

    /** Counts a request that does not come through this filter. */
    public void record(RequestEnd end) {
        durations.record(
                end.took(), Labels.method(end.method()), end.route(), Labels.status(end.status()));
    }
}
