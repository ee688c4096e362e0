package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.client.Get;
import dev.muster.client.Peer;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** What Prometheus' own tool says of a service's metrics. */
class MetricsPageTest {
    @Peer("catalog")
    interface Catalog {
        @Get("/")
        String greeting();
    }

    @Test
    void hasNothingThatPromtoolFindsFaultWith() throws Exception {
        var promtool = promtool();
        try (var catalog =
                        Service.create("catalog", s -> s.get("/", _ -> "hello"))
                                .start(Map.of("PORT", "0"));
                var orders =
                        Service.create("orders", MetricsPageTest::describe)
                                .start(
                                        Map.of(
                                                "PORT",
                                                "0",
                                                "CATALOG_URL",
                                                "http://127.0.0.1:" + catalog.port()))) {
            assertThat(get(orders, "/greetings/1")).isEqualTo("hello");
            get(orders, "/nothing");
            var page = get(orders, "/metrics");
            assertThat(page)
                    .contains("http_server_request_duration_seconds_bucket{")
                    .contains("http_client_request_duration_seconds_bucket{")
                    .contains("greetings_total{language=\"en\"} 1.0")
                    .contains("jvm_memory_used_bytes{");
            assertThat(complaints(promtool, page)).isEmpty();
        }
    }

    private static void describe(Setup s) {
        var catalog = s.client(Catalog.class);
        var greetings = s.metrics().counter("greetings_total", "Greetings sent.", "language");
        s.get(
                "/greetings/{id}",
                _ -> {
                    greetings.increment("en");
                    return catalog.greeting();
                });
    }

    private static String get(RunningService service, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + service.port() + path);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    private static String complaints(Path promtool, String page)
            throws IOException, InterruptedException {
        var check =
                new ProcessBuilder(promtool.toString(), "check", "metrics")
                        .redirectErrorStream(true)
                        .start();
        try (var in = check.getOutputStream()) {
            in.write(page.getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        return said;
    }

    /** Skips the test where it is not installed, unless the machine is meant to have it. */
    private static Path promtool() {
        var found =
                Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, "promtool"))
                        .filter(Files::isExecutable)
                        .findFirst();
        if (!"1".equals(System.getenv("MUSTER_REQUIRE_REAL"))) {
            assumeTrue(found.isPresent(), "promtool is not on the PATH");
        }
        return found.orElseThrow();
    }
}
