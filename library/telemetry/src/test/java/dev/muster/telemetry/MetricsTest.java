package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

class MetricsTest {
    private final Metrics metrics = Metrics.create();

    @Test
    void countsRequestsByMethodRouteAndStatus() throws Exception {
        var served = Handler.pipeline(request -> Response.of(201), metrics.server());
        served.handle(Request.of("POST", "/orders/1").withRoute("/orders/{id}", Map.of()));
        assertThat(metrics.text())
                .contains(
                        "http_server_request_duration_seconds_count{http_request_method=\"POST\",http_response_status_code=\"201\",http_route=\"/orders/{id}\"}"
                            + " 1")
                .contains("le=\"5.0E-4\"")
                .contains("http_server_active_requests 0.0");
    }

    @Test
    void countsWhatThrowsAsItWillBeAnswered() {
        var refused =
                Handler.pipeline(
                        request -> {
                            throw HttpProblem.conflict("taken");
                        },
                        metrics.server());
        var _ = catchThrowable(() -> refused.handle(Request.get("/")));
        assertThat(metrics.text()).contains("http_response_status_code=\"409\"");
    }

    @Test
    void inventedMethodsShareOneLabel() throws Exception {
        var served = Handler.pipeline(request -> Response.of(200), metrics.server());
        served.handle(Request.of("BREW", "/"));
        assertThat(metrics.text()).contains("_OTHER").doesNotContain("BREW");
    }

    @Test
    void namesTheErrorOfACallThatGotNoResponse() {
        var call =
                Handler.pipeline(
                        request -> {
                            throw new IOException("gone");
                        },
                        metrics.client("catalog"));
        var _ = catchThrowable(() -> call.handle(Request.get("/")));
        assertThat(metrics.text())
                .contains(
                        "http_client_request_duration_seconds_count{error_type=\"IOException\","
                                + "http_request_method=\"GET\",http_response_status_code=\"0\","
                                + "peer_service=\"catalog\"} 1");
    }

    @Test
    void aSeriesThatIsKeptCountsWithTheOthersOfItsLabels() {
        var durations = metrics.durations("work_duration_seconds", "Work.", "kind");
        durations.series("hard").record(2_000_000);
        durations.record(Duration.ofMillis(1), "hard");
        assertThat(metrics.text())
                .contains("work_duration_seconds_count{kind=\"hard\"} 2")
                .contains("work_duration_seconds_sum{kind=\"hard\"} 0.003");
    }

    @Test
    void showsTheJvmAndItsProcess() {
        assertThat(metrics.text())
                .contains(
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds",
                        "jvm_threads_current",
                        "jvm_classes_loaded",
                        "jvm_compilation_time_seconds_total",
                        "jvm_buffer_pool_used_bytes",
                        "jvm_runtime_info",
                        "process_cpu_seconds_total");
    }
}
