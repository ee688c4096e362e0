package dev.muster.gateway;

import static dev.muster.gateway.Patience.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.telemetry.Span;
import dev.muster.telemetry.SpanSink;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the gateway tells of the requests that passed. */
class ObservationTest {
    @Test
    void logsEachRequestWithWhoAnsweredIt() throws IOException {
        var scene = new Scene();
        try (var replica = RawUpstream.named("orders-2")) {
            scene.registry.publish("orders", replica);
            scene.gateway.routes(RouteTable.of(new Route("/orders", "orders")));
            RawClient.ask(
                    scene.port(),
                    "POST /orders/7?secret=x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            RawClient.get(scene.port(), "/nowhere");
            scene.close();
        }
        assertThat(scene.log().lines())
                .hasSize(2)
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("\"service.origin.name\":\"edge\"")
                                        .contains("\"service.target.name\":\"orders\"")
                                        .contains("\"service.target.node.name\":\"orders-2\"")
                                        .contains("\"http.request.method\":\"POST\"")
                                        .contains("\"url.path\":\"/orders/7\"")
                                        .contains("\"http.request.body.bytes\":3")
                                        .contains("\"http.response.status_code\":200")
                                        .contains("\"http.response.body.bytes\":8")
                                        .doesNotContain("secret"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("\"http.response.status_code\":404")
                                        .contains("\"error.message\":\"No route"));
    }

    @Test
    void measuresByServiceAndStatus() throws IOException {
        try (var replica =
                        RawUpstream.replying(
                                "a",
                                (_, peer) ->
                                        peer.write(
                                                Wire.head(
                                                        "HTTP/1.1 418 Teapot",
                                                        "Content-Length: 0")));
                var scene = Scene.of(replica)) {
            RawClient.get(scene.port(), "/");
            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(scene.metrics.text())
                                            .contains(
                                                    "gateway_request_duration_seconds_count{"
                                                        + "caller=\"edge\",route=\"/\",service=\"svc\",status=\"418\"}"
                                                        + " 1"));
        }
    }

    @Test
    void measuresByTheRoutesOfTheTableAndNeverByWhatAClientAsksFor() throws IOException {
        try (var replica = RawUpstream.named("a");
                var scene = new Scene()) {
            scene.registry.publish("svc", replica);
            scene.gateway.routes(
                    RouteTable.of(
                            new Route("/orders", "svc"), new Route("/orders/archive", "svc")));
            RawClient.get(scene.port(), "/orders/7");
            RawClient.get(scene.port(), "/orders/8?of=secret");
            RawClient.get(scene.port(), "/orders/archive/1");
            RawClient.get(scene.port(), "/secret");
            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(counts(scene))
                                            .containsExactlyInAnyOrder(
                                                    "route=\"/orders\",service=\"svc\","
                                                            + "status=\"200\"} 2",
                                                    "route=\"/orders/archive\",service=\"svc\","
                                                            + "status=\"200\"} 1",
                                                    "route=\"\",service=\"\",status=\"404\"} 1"));
            assertThat(scene.metrics.text()).doesNotContain("secret", "/orders/7");
        }
    }

    /** A replica that reads a head and then waits. */
    private static RawUpstream silent() throws IOException {
        return RawUpstream.holding(
                "a",
                peer -> {
                    peer.readHead();
                    peer.in().read();
                });
    }

    private static List<String> counts(Scene scene) {
        var edge = "gateway_request_duration_seconds_count{caller=\"edge\",";
        return scene.metrics
                .text()
                .lines()
                .filter(line -> line.startsWith(edge))
                .map(line -> line.substring(edge.length()))
                .toList();
    }

    @Test
    void tellsNothingThatPromtoolComplainsOf() throws Exception {
        try (var replica = RawUpstream.named("a");
                var scene = Scene.of(replica)) {
            RawClient.get(scene.port(), "/");
            RawClient.get(scene.port(), "//");
            eventually().until(() -> scene.metrics.text().contains("status=\"400\""));
            scene.registry.publish("svc");
            RawClient.get(scene.port(), "/");
            eventually().until(() -> scene.metrics.text().contains("status=\"503\""));
            assertThat(complaints(scene.metrics.text())).isEmpty();
        }
    }

    private static String complaints(String metrics) throws Exception {
        Process promtool;
        try {
            promtool =
                    new ProcessBuilder("promtool", "check", "metrics")
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assertThat(System.getenv("MUSTER_REQUIRE_REAL")).as("promtool").isNotEqualTo("1");
            return assumeThatPromtoolIsHere();
        }
        try (var in = promtool.getOutputStream()) {
            in.write(metrics.getBytes(UTF_8));
        }
        var said = new String(promtool.getInputStream().readAllBytes(), UTF_8);
        return promtool.waitFor() == 0 ? said : "exit status " + promtool.exitValue() + said;
    }

    private static String assumeThatPromtoolIsHere() {
        assumeTrue(false, "promtool is not on the PATH");
        return "";
    }

    @Test
    void makesASpanOfItsOwnBetweenTheClientsAndTheServices() throws IOException {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var spans = new Spans();
        var scene = new Scene(spans);
        String seen;
        try (var replica =
                RawUpstream.replying("a", (head, peer) -> peer.write(RawUpstream.ok(head)))) {
            scene.serving(replica);
            seen =
                    RawClient.ask(
                                    scene.port(),
                                    "GET /a HTTP/1.1\r\nHost: x\r\ntraceparent: 00-"
                                            + trace
                                            + "-00f067aa0ba902b7-01\r\n\r\n")
                            .body();
            eventually().until(() -> spans.ended.size() == 1);
        } finally {
            scene.close();
        }
        var span = spans.ended.getFirst();
        assertThat(span.context().traceId()).isEqualTo(trace);
        assertThat(span.context().parentId()).isEqualTo("00f067aa0ba902b7");
        assertThat(seen).contains("traceparent: 00-" + trace + "-" + span.context().spanId() + "-");
        assertThat(span.name()).isEqualTo("edge to svc");
        assertThat(span.status()).isEqualTo(200);
        assertThat(scene.log()).contains("\"span.id\":\"" + span.context().spanId() + "\"");
    }

    private static final class Spans implements SpanSink {
        final List<Span> ended = new CopyOnWriteArrayList<>();

        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public void ended(Span span) {
            ended.add(span);
        }
    }

    @Test
    void logsThatAClientLeftWithinItsResponse() throws IOException {
        var scene = new Scene();
        try (var replica =
                RawUpstream.holding(
                        "a",
                        peer -> {
                            peer.readHead();
                            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
                            peer.in().read();
                        })) {
            scene.serving(replica);
            try (var client = new RawClient(scene.port())) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readHead();
            }
            eventually().until(() -> scene.metrics.text().contains("status=\"200\""));
            scene.close();
        }
        assertThat(scene.log())
                .contains("\"error.message\":\"The client left within the response.\"");
    }

    @Test
    void logsThatAClientWasCutAndDidNotLeave() throws IOException {
        var soon = Duration.ofMillis(200);
        var patient = Duration.ofMinutes(1);
        var scene = new Scene(c -> c.withEdge(c.edge().withDeadlines(patient, patient, soon)));
        try (var replica =
                RawUpstream.holding(
                        "a",
                        peer -> {
                            peer.readHead();
                            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n");
                            for (int sent = 0; sent < 64; sent++) {
                                peer.write(new byte[1 << 20]);
                            }
                        })) {
            scene.serving(replica);
            try (var client = new RawClient(scene.port())) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                eventually().until(() -> scene.metrics.text().contains("status=\"200\""));
            }
            scene.close();
        }
        assertThat(scene.log())
                .contains("\"error.message\":\"The client took the response too slowly.\"");
    }

    @Test
    void logsAClientThatLeftAs499() throws IOException {
        var scene = new Scene();
        try (var replica = silent()) {
            scene.serving(replica);
            try (var client = new RawClient(scene.port())) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                eventually().until(() -> !replica.heads().isEmpty());
            }
            eventually().until(() -> scene.metrics.text().contains("status=\"499\""));
            scene.close();
        }
        assertThat(scene.log())
                .contains("\"http.response.status_code\":499")
                .contains("\"error.message\":\"The client left before it was answered.\"");
    }

    @Test
    void logsWhatTheGatewayCutAsItStoppedAsItsOwn() throws IOException {
        var scene = new Scene();
        try (var replica = silent()) {
            scene.serving(replica);
            try (var client = new RawClient(scene.port())) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
                eventually().until(() -> !replica.heads().isEmpty());
                scene.close();
            }
        }
        assertThat(scene.log())
                .contains("\"http.response.status_code\":503")
                .contains("\"error.message\":\"The listener was closed.\"");
    }

    @Test
    void logsAndMeasuresWhatTheTransportRefuses() throws IOException {
        var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var scene = new Scene();
        try (var replica = RawUpstream.named("a")) {
            scene.serving(replica);
            assertThat(RawClient.ask(scene.port(), "GET /odd HTTP/1.1\r\n\r\n").body())
                    .contains("\"traceId\":\"");
            assertThat(
                            RawClient.ask(
                                            scene.port(),
                                            "PUT /large HTTP/1.1\r\nHost: x\r\n"
                                                    + "Content-Length: 9999999\r\n"
                                                    + "traceparent: 00-"
                                                    + trace
                                                    + "-00f067aa0ba902b7-01\r\n\r\n")
                                    .body())
                    .contains(trace);
            eventually()
                    .untilAsserted(
                            () ->
                                    assertThat(scene.metrics.text())
                                            .contains("service=\"\",status=\"400\"} 1")
                                            .contains("service=\"\",status=\"413\"} 1"));
        } finally {
            scene.close();
        }
        assertThat(scene.log().lines())
                .hasSize(2)
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("\"url.path\":\"/odd\"")
                                        .contains("\"http.response.status_code\":400")
                                        .contains("exactly one Host"))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("\"trace.id\":\"" + trace)
                                        .contains("\"http.response.status_code\":413"));
    }

    @Test
    void aBodyThatIsRefusedIsToldWithTheTraceOfItsRequest() throws IOException {
        var scene = new Scene();
        RawClient.Answer answer;
        try (var replica = RawUpstream.named("a")) {
            scene.serving(replica);
            answer =
                    RawClient.ask(
                            scene.port(),
                            "PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "3\r\nabc\r\nX\r\n");
            // The line follows the answer.
            eventually().until(() -> !scene.log().isEmpty());
        } finally {
            scene.close();
        }
        assertThat(answer.status()).isEqualTo(400);
        var trace = answer.body().strip().replaceAll(".*\"traceId\":\"(\\w+)\".*", "$1");
        assertThat(trace).hasSize(32);
        assertThat(scene.log().lines())
                .singleElement()
                .asString()
                .contains("\"trace.id\":\"" + trace)
                .contains("\"http.response.status_code\":400");
    }
}
