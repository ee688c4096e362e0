package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

class ForwardingTest {
    private static final String TRACE_ID = "00-0af7651916cd43dd8448eb211c80319c-";
    private static final String TRACE = TRACE_ID + "b7ad6b7169203331-01";

    private final RawUpstream echo =
            RawUpstream.replying("svc-1", (head, peer) -> peer.write(RawUpstream.ok(head)));
    private final Scene scene = Scene.of(echo);

    @AfterEach
    void close() {
        scene.close();
        echo.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b?x=1&y=%2F..//", "/a%20b;c=d", "/.well-known/x", "/a/?"})
    void forwardsTheTargetAsItCame(String target) throws IOException {
        assertThat(RawClient.get(scene.port(), target).body())
                .startsWith("GET " + target + " HTTP/1.1\r\n");
    }

    @Test
    void removesFieldsOfTheConnectionAndThoseItNames() throws IOException {
        var seen =
                RawClient.ask(
                                scene.port(),
                                Wire.head(
                                        "GET / HTTP/1.1",
                                        "Host: shop",
                                        "Connection: keep-alive, X-Hop, Host",
                                        "Keep-Alive: 5",
                                        "X-Hop: 1",
                                        "Proxy-Connection: close",
                                        "TE: trailers, deflate;q=0.5",
                                        "Upgrade: h2c",
                                        "HTTP2-Settings: AAMAAABk",
                                        "Proxy-Authorization: Basic x",
                                        "X-Kept: 1"))
                        .body();
        assertThat(seen)
                .contains("X-Kept: 1", "Host: shop", "\nte: trailers\r\n")
                .doesNotContainIgnoringCase("x-hop")
                .doesNotContainIgnoringCase("keep-alive")
                .doesNotContainIgnoringCase("proxy-")
                .doesNotContainIgnoringCase("deflate")
                .doesNotContainIgnoringCase("upgrade")
                .doesNotContainIgnoringCase("http2");
    }

    @Test
    void removesWhatAnyOfSeveralConnectionFieldsNames() throws IOException {
        var seen =
                RawClient.ask(
                                scene.port(),
                                Wire.head(
                                        "GET / HTTP/1.1",
                                        "Host: shop",
                                        "Connection: keep-alive",
                                        "Connection: X-Hop",
                                        "X-Hop: 1"))
                        .body();
        assertThat(seen).doesNotContainIgnoringCase("x-hop");
    }

    @Test
    void aClientCannotTakeTheTraceOutOfItsRequest() throws IOException {
        var seen =
                RawClient.ask(
                                scene.port(),
                                Wire.head(
                                        "GET / HTTP/1.1",
                                        "Host: shop",
                                        "Connection: traceparent",
                                        "traceparent: " + TRACE))
                        .body();
        assertThat(seen).contains("traceparent: " + TRACE_ID);
    }

    /** Where a service sees fields as variables (CGI, WSGI), both spellings are the same one. */
    @Test
    void throwsAwayWhatAClientSaysOfItselfWithUnderscores() throws IOException {
        var seen =
                RawClient.ask(
                                scene.port(),
                                Wire.head(
                                        "GET / HTTP/1.1",
                                        "Host: shop",
                                        "X_Forwarded_For: 6.6.6.6",
                                        "X-Forwarded_Proto: https",
                                        "X_Real_IP: 6.6.6.6",
                                        "X_Forwarder: kept"))
                        .body();
        assertThat(seen).doesNotContain("6.6.6.6", "https").contains("X_Forwarder: kept");
    }

    @Test
    void tellsTheServiceWhoReallyCalled() throws IOException {
        var seen =
                RawClient.ask(
                                scene.port(),
                                Wire.head(
                                        "GET / HTTP/1.1",
                                        "Host: shop:80",
                                        "X-Forwarded-For: 6.6.6.6",
                                        "x-forwarded-proto: https",
                                        "X-Forwarded-Host: evil",
                                        "X-Forwarded-Port: 443",
                                        "X-Real-IP: 6.6.6.6",
                                        "Forwarded: for=6.6.6.6"))
                        .body();
        assertThat(seen)
                .contains("x-forwarded-for: 127.0.0.1\r\n")
                .contains("x-forwarded-proto: http\r\n")
                .contains("x-forwarded-host: shop:80\r\n")
                .contains("forwarded: for=127.0.0.1;host=\"shop:80\";proto=http\r\n")
                .doesNotContain("6.6.6.6", "evil", "https")
                .doesNotContainIgnoringCase("x-forwarded-port");
    }

    @Test
    void namesItselfInVia() throws IOException {
        assertThat(RawClient.get(scene.port(), "/").body()).contains("via: 1.1 muster\r\n");
    }

    @Test
    void endsARequestThatGoesInCircles() throws IOException {
        scene.registry.publish(
                "svc", List.of(Endpoint.of("svc-1", "127.0.0.1", scene.gateway.port())));
        var answer = RawClient.get(scene.port(), "/");
        assertThat(answer.status()).isEqualTo(508);
        assertThat(answer.body()).contains("svc sends the request back here.");
    }

    @Test
    void passesAValidTraceOn() throws IOException {
        var seen = withTrace(TRACE);
        assertThat(Wire.header(seen, "traceparent").orElse(""))
                .startsWith(TRACE_ID)
                .endsWith("-01")
                .as("the gateway is a span of its own")
                .isNotEqualTo(TRACE);
        assertThat(seen).contains("tracestate: a=b");
        assertThat(Wire.headerCount(seen, "traceparent")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-zzz",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                // Of two neither can be trusted.
                TRACE + "\r\ntraceparent: " + TRACE,
            })
    void replacesAnInvalidTrace(String invalid) throws IOException {
        var seen = withTrace(invalid);
        assertThat(seen).doesNotContain(invalid).doesNotContain("tracestate");
        assertThat(Wire.headerCount(seen, "traceparent")).isEqualTo(1);
        assertThat(Wire.header(seen, "traceparent").orElse(""))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-03");
    }

    @Test
    void createsATraceWhereThereIsNone() throws IOException {
        var first = Wire.header(RawClient.get(scene.port(), "/").body(), "traceparent");
        var second = Wire.header(RawClient.get(scene.port(), "/").body(), "traceparent");
        assertThat(first).isPresent().isNotEqualTo(second);
    }

    @Test
    void keepsConnectionsOnBothSides() throws IOException {
        try (var client = new RawClient(scene.port())) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }
        assertThat(echo.connections()).isEqualTo(1);
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (var client = new RawClient(scene.port())) {
            client.send(
                    Wire.head("GET /1 HTTP/1.1", "Host: a")
                            + Wire.head("POST /2 HTTP/1.1", "Host: a", "Content-Length: 3")
                            + "abc"
                            + Wire.head("GET /3 HTTP/1.1", "Host: a"));
            assertThat(client.read().body()).startsWith("GET /1 ");
            assertThat(client.read().body()).startsWith("POST /2 ");
            assertThat(client.read().body()).startsWith("GET /3 ");
        }
    }

    @Test
    void forwardsOptionsOfTheServer() throws IOException {
        assertThat(RawClient.ask(scene.port(), "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").body())
                .startsWith("OPTIONS * HTTP/1.1");
    }

    @Test
    void refusesAWebSocketPlainly() throws IOException {
        var answer =
                RawClient.ask(
                        scene.port(),
                        Wire.head(
                                "GET / HTTP/1.1",
                                "Host: a",
                                "Connection: Upgrade",
                                "Upgrade: websocket",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        assertThat(answer.status()).isEqualTo(501);
        assertThat(echo.heads()).isEmpty();
    }

    private String withTrace(String traceparent) throws IOException {
        return RawClient.ask(
                        scene.port(),
                        "GET / HTTP/1.1\r\nHost: shop\r\ntracestate: a=b\r\ntraceparent: "
                                + traceparent
                                + "\r\n\r\n")
                .body();
    }

    @Test
    void answersAClientThatEndsItsHalfAfterItsRequest() throws IOException {
        try (var replica = RawUpstream.named("a");
                var scene = Scene.of(replica);
                var socket = new Socket(InetAddress.getLoopbackAddress(), scene.port())) {
            var request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(
                            new String(
                                    socket.getInputStream().readAllBytes(),
                                    StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200");
        }
    }
}
