package dev.muster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.http.Filter;
import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.Scope;
import dev.muster.http.ServerObserver;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class MetricsTest {
    private final Metrics metrics = Metrics.create();

    @Test
    void countsRequestsByMethodRouteAndStatus() {
        var server = metrics.server();
        var scope = server.begin(Headers.empty(), Scope.current());
        assertThat(metrics.text()).contains("http_server_active_requests 1.0");
        server.ended(served(scope, "POST", 201, ""));
        assertThat(metrics.text())
                .contains(
                        "http_server_request_duration_seconds_count{http_request_method=\"POST\",http_response_status_code=\"201\",http_route=\"/orders/{id}\"}"
                            + " 1")
                .contains("le=\"5.0E-4\"")
                .contains("http_server_active_requests 0.0")
                .doesNotContain("http_server_responses_cut_total{");
    }

    @Test
    void countsAnswersThatWereCutShort() {
        metrics.server().ended(served(Scope.current(), "GET", 200, "its body failed"));
        assertThat(metrics.text())
                .contains("http_response_status_code=\"200\"")
                .contains("http_server_responses_cut_total{http_route=\"/orders/{id}\"} 1.0");
    }

    @Test
    void inventedMethodsShareOneLabel() {
        metrics.server().ended(served(Scope.current(), "BREW", 200, ""));
        assertThat(metrics.text()).contains("_OTHER").doesNotContain("BREW");
    }

    @Test
    void leavesOutAGaugeThatThrowsAndLogsItOnce() {
        metrics.gauge("good_depth", "Good.", () -> 7);
        metrics.gauge(
                "bad_depth",
                "Bad.",
                () -> {
                    throw new NoClassDefFoundError("gone");
                });
        var log = new ByteArrayOutputStream();
        try (var _ = Logs.open(LogsConfig.of("orders"), log)) {
            assertThat(metrics.text()).contains("good_depth 7.0").doesNotContain("bad_depth");
            assertThat(metrics.text()).contains("good_depth 7.0");
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("the gauge bad_depth cannot be read");
    }

    @Test
    void namesTheErrorOfACallThatGotNoResponse() {
        var call =
                Filter.pipeline(
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
    void timesCallsByTheirPeer() throws Exception {
        long[] nanos = {0};
        var timed = Metrics.create(() -> nanos[0]);
        for (var peer : List.of("catalog", "payments")) {
            var call =
                    Filter.pipeline(
                            _ -> {
                                nanos[0] += Duration.ofMillis(20).toNanos();
                                return Response.of(204);
                            },
                            timed.client(peer));
            var _ = call.handle(Request.get("/"));
        }

        for (var peer : List.of("catalog", "payments")) {
            assertThat(timed.text())
                    .contains(
                            "http_client_request_duration_seconds_sum{error_type=\"\","
                                    + "http_request_method=\"GET\","
                                    + "http_response_status_code=\"204\","
                                    + "peer_service=\""
                                    + peer
                                    + "\"} 0.02\n");
        }
    }

    @Test
    void countsACallThatEndedInAnErrorOfTheProgram() {
        var call =
                Filter.pipeline(
                        _ -> {
                            throw new StackOverflowError();
                        },
                        metrics.client("catalog"));
        var _ = catchThrowable(() -> call.handle(Request.get("/")));

        assertThat(metrics.text()).contains("_count{error_type=\"StackOverflowError\"");
    }

    @Test
    void keepsWhatWasToldBeforeAGaugeOfSeveralValuesThrew() {
        metrics.gauges(
                "queue_depth",
                "Depth.",
                told -> {
                    told.add(3, "a");
                    throw new IllegalStateException("b is gone");
                },
                "queue");

        try (var _ = Logs.open(LogsConfig.of("orders"), new ByteArrayOutputStream())) {
            assertThat(metrics.text())
                    .contains("queue_depth{queue=\"a\"} 3.0")
                    .doesNotContain("queue=\"b\"");
        }
    }

    @Test
    void refusesANameThatIsTaken() {
        var _ = metrics.counter("orders_total", "Orders.");

        assertThatThrownBy(() -> metrics.counter("orders_total", "Orders."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders");
    }

    @Test
    void countsByLabels() {
        var orders = metrics.counter("orders_total", "Orders.", "outcome");
        orders.increment("paid");
        orders.increment("paid");
        orders.increment("an \"odd\"\none");

        assertThat(metrics.text())
                .contains("orders_total{outcome=\"paid\"} 2.0")
                .contains("orders_total{outcome=\"an \\\"odd\\\"\\none\"} 1.0");
    }

    @Test
    void answersAScrapeInTheTextFormat() throws Exception {
        var response = metrics.response();

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.response().status()).as("asked again").isEqualTo(200);
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

    private static ServerObserver.Served served(
            Scope scope, String method, int status, String reason) {
        return new ServerObserver.Served(
                scope,
                method,
                "/orders/1",
                "/orders/{id}",
                status,
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                !reason.isEmpty(),
                reason);
    }
}
