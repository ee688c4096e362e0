package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Body;
import dev.muster.http.Deadline;
import dev.muster.http.Response;
import dev.muster.server.RouteLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(120)
class RouteLimitsTest {
    private static final int MIB = 1 << 20;

    @Test
    void takesTheBodiesThatARouteAllowsAndNoLargerOnes() throws Exception {
        try (var stage =
                new Stage(
                        s ->
                                s.post("/usual", request -> size(request.body()))
                                        .post("/large", request -> size(request.body()))
                                        .post("/small", request -> size(request.body()))
                                        .limits("POST", "/large", l -> l.withMaxBodyBytes(4 * MIB))
                                        .limits("POST", "/small", l -> l.withMaxBodyBytes(10)))) {
            assertThat(post(stage, "/large", 4 * MIB)).isEqualTo(200);
            assertThat(post(stage, "/large", 4 * MIB + 1)).isEqualTo(413);
            assertThat(post(stage, "/usual", MIB)).isEqualTo(200);
            assertThat(post(stage, "/usual", MIB + 1)).isEqualTo(413);
            assertThat(post(stage, "/small", 10)).isEqualTo(200);
            assertThat(post(stage, "/small", 11)).isEqualTo(413);
            assertThat(postChunked(stage, "/large", 3 * MIB)).isEqualTo(200);
            assertThat(postChunked(stage, "/small", 11)).isEqualTo(413);
        }
    }

    @Test
    void answersARequestThatTakesTooLongAndInterruptsIt() throws Exception {
        var interrupted = new CountDownLatch(1);
        try (var stage =
                new Stage(
                        s ->
                                s.get(
                                                "/slow",
                                                _ -> {
                                                    awaitInterrupt(interrupted);
                                                    return "too late";
                                                })
                                        .get("/left", _ -> Deadline.remaining().isPresent())
                                        .get("/free", _ -> Deadline.remaining().isPresent())
                                        .limits("GET", "/slow", RouteLimitsTest::hurried)
                                        .limits(
                                                "GET",
                                                "/left",
                                                l -> l.withDeadline(Duration.ofHours(1))))) {
            var response = stage.get("/slow");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("traceId").contains("longer than it may take");
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(stage.get("/left").body()).isEqualTo("true");
            assertThat(stage.get("/free").body()).isEqualTo("false");
            assertThat(stage.get("/metrics").body())
                    .contains("http_response_status_code=\"503\",http_route=\"/slow\"} 1");
        }
    }

    @Test
    void cutsAnAnswerThatTakesTooLong() throws Exception {
        var ended = new CountDownLatch(1);
        try (var stage =
                new Stage(
                        s ->
                                s.get("/stream", _ -> endless(ended))
                                        .limits("GET", "/stream", RouteLimitsTest::hurried))) {
            assertThatThrownBy(() -> stage.get("/stream")).isInstanceOf(IOException.class);
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void refusesLimitsOfNoRouteAndLimitsThatAllowNothing() {
        assertThatThrownBy(() -> new Stage(s -> s.limits("GET", "/a", RouteLimitsTest::hurried)))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("GET /a")
                .hasMessageContaining("add the route first");
        assertThatThrownBy(
                        () ->
                                new Stage(
                                        s ->
                                                s.get("/a", _ -> "")
                                                        .limits(
                                                                "GET",
                                                                "/a",
                                                                l ->
                                                                        l.withDeadline(
                                                                                Duration.ZERO))))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("must be more than nothing");
    }

    private static RouteLimits hurried(RouteLimits limits) {
        return limits.withDeadline(Duration.ofMillis(200));
    }

    private static Response endless(CountDownLatch ended) {
        return Response.of(200)
                .withBody(
                        Body.streaming(
                                out -> {
                                    try {
                                        while (true) {
                                            out.write(1);
                                            out.flush();
                                        }
                                    } finally {
                                        ended.countDown();
                                    }
                                }));
    }

    private static void awaitInterrupt(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    private static String size(Body body) throws IOException {
        try (var in = body.open()) {
            return "" + in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static int post(Stage stage, String path, int bytes) throws Exception {
        return send(stage, path, BodyPublishers.ofByteArray(new byte[bytes]));
    }

    private static int postChunked(Stage stage, String path, int bytes) throws Exception {
        return send(
                stage,
                path,
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes])));
    }

    /** As a client that may find itself cut off while it still sends. */
    private static int send(Stage stage, String path, BodyPublisher body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                            stage.request(path)
                                    .header("Content-Type", "application/octet-stream")
                                    .expectContinue(true)
                                    .POST(body)
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
