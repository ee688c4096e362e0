package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.balance.EndpointEnd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients get of a request whose first attempt fails, by method, cause and second answer. */
class SendingAgainTest {
    /** What the first replica that is asked does with the request. */
    enum First {
        CLOSES,
        SPEAKS_GARBAGE,
        BREAKS_OFF_IN_ITS_HEAD,
        ANSWERS_500,
        HANGS
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    GET,    CLOSES,                 RUNS,    200, 200, 2
                    GET,    CLOSES,                 KILLED,  200, 200, 2
                    GET,    CLOSES,                 EXITED,  200, 502, 1
                    GET,    CLOSES,                 UNKNOWN, 200, 200, 2
                    GET,    CLOSES,                 KILLED,  404, 404, 2
                    HEAD,   BREAKS_OFF_IN_ITS_HEAD, KILLED,  200, 200, 2
                    GET,    SPEAKS_GARBAGE,         RUNS,    200, 200, 2
                    GET,    ANSWERS_500,            RUNS,    200, 200, 2
                    GET,    ANSWERS_500,            RUNS,    503, 503, 2
                    GET,    HANGS,                  RUNS,    200, 200, 2
                    GET,    HANGS,                  RUNS,    404, 404, 2
                    PUT,    CLOSES,                 RUNS,    200, 200, 2
                    PUT,    CLOSES,                 KILLED,  204, 204, 2
                    PUT,    CLOSES,                 KILLED,  303, 303, 2
                    PUT,    CLOSES,                 KILLED,  412, 502, 2
                    PUT,    CLOSES,                 KILLED,  409, 502, 2
                    PUT,    CLOSES,                 KILLED,  428, 502, 2
                    PUT,    CLOSES,                 KILLED,  500, 500, 2
                    PUT,    CLOSES,                 EXITED,  200, 502, 1
                    PUT,    CLOSES,                 UNKNOWN, 200, 502, 1
                    PUT,    SPEAKS_GARBAGE,         RUNS,    200, 200, 2
                    PUT,    SPEAKS_GARBAGE,         RUNS,    404, 502, 2
                    PUT,    ANSWERS_500,            RUNS,    200, 200, 2
                    PUT,    ANSWERS_500,            RUNS,    404, 500, 2
                    PUT,    HANGS,                  RUNS,    200, 504, 1
                    DELETE, CLOSES,                 KILLED,  204, 204, 2
                    DELETE, CLOSES,                 KILLED,  404, 502, 2
                    DELETE, CLOSES,                 KILLED,  410, 502, 2
                    DELETE, CLOSES,                 EXITED,  204, 502, 1
                    DELETE, HANGS,                  RUNS,    404, 504, 1
                    POST,   CLOSES,                 RUNS,    200, 502, 1
                    POST,   CLOSES,                 KILLED,  200, 502, 1
                    POST,   BREAKS_OFF_IN_ITS_HEAD, EXITED,  200, 502, 1
                    POST,   SPEAKS_GARBAGE,         RUNS,    200, 502, 1
                    POST,   ANSWERS_500,            RUNS,    200, 500, 1
                    POST,   HANGS,                  RUNS,    200, 504, 1
                    PATCH,  CLOSES,                 RUNS,    200, 502, 1
                    """)
    void answersByWhatTheRequestMayHaveDone(
            String method, First first, EndpointEnd end, int second, int answered, int sent)
            throws IOException {
        try (var scene = new Scene(SendingAgainTest::impatient)) {
            assertThat(ask(scene, method, first, end, second))
                    .isEqualTo(answered + ", sent " + sent);
        }
    }

    @ParameterizedTest
    @EnumSource
    void neverGivesAClientTheTraceOfItsOwnSuccess(First first) throws IOException {
        for (int trace : new int[] {404, 409, 410, 412, 428}) {
            for (var method : new String[] {"PUT", "DELETE"}) {
                try (var scene = new Scene(SendingAgainTest::impatient)) {
                    assertThat(ask(scene, method, first, EndpointEnd.KILLED, trace))
                            .doesNotStartWith(Integer.toString(trace));
                }
            }
        }
    }

    @Test
    void saysThatWhatIsNotAnsweredMayHaveBeenCarriedOut() throws IOException {
        try (var replica = RawUpstream.holding("a", RawUpstream.Peer::readHead);
                var scene = Scene.of(replica)) {
            assertThat(RawClient.ask(scene.port(), request("POST")).body())
                    .contains("The request may have been carried out.")
                    .contains("traceId");
            assertThat(RawClient.ask(scene.port(), request("GET")).body())
                    .doesNotContain("carried out");
        }
    }

    @Test
    void passesTheServicesOwnErrorOnWhenTheSecondReplicaHangs() throws IOException {
        try (var scene = new Scene(SendingAgainTest::impatient)) {
            var asked = new AtomicInteger();
            RawUpstream.Reply script =
                    (_, peer) -> {
                        if (asked.incrementAndGet() == 1) {
                            peer.write("HTTP/1.1 500 Own\r\nContent-Length: 5\r\n\r\nmine!");
                        }
                    };
            try (var one = RawUpstream.replying("one", script);
                    var two = RawUpstream.replying("two", script)) {
                scene.serving(one, two);
                var answer = RawClient.ask(scene.port(), request("GET"));
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.body()).isEqualTo("mine!");
                assertThat(asked).hasValue(2);
            }
        }
    }

    @Test
    void fortyMistakesOfAClientEjectNobody() throws IOException {
        try (var one = RawUpstream.replying("one", (_, peer) -> peer.write(empty(500)));
                var two = RawUpstream.replying("two", (_, peer) -> peer.write(empty(500)));
                var three = RawUpstream.replying("three", (_, peer) -> peer.write(empty(500)));
                var scene = Scene.of(one, two, three);
                var client = new RawClient(scene.port())) {
            for (int i = 0; i < 40; i++) {
                client.send(request("GET")).read();
                client.send(request("POST")).read();
                client.send(request("PUT")).read();
            }
            assertThat(scene.events).isEmpty();
            assertThat(scene.metrics.text())
                    .contains("gateway_retries_total{reason=\"server_error\",service=\"svc\"}")
                    .contains("gateway_active_requests 0.0");
        }
    }

    private static String ask(Scene scene, String method, First first, EndpointEnd end, int second)
            throws IOException {
        scene.ends = _ -> end;
        var asked = new AtomicInteger();
        RawUpstream.Conversation script =
                peer -> {
                    for (var head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                        Wire.readBody(head, peer.in());
                        if (asked.incrementAndGet() > 1) {
                            peer.write(empty(second));
                        } else if (!goesOn(first, peer)) {
                            return;
                        }
                    }
                };
        try (var one = RawUpstream.holding("one", script);
                var two = RawUpstream.holding("two", script);
                var client = new RawClient(scene.serving(one, two).port())) {
            var head = client.send(request(method)).readHead();
            return head.substring(9, 12) + ", sent " + asked;
        }
    }

    private static boolean goesOn(First first, RawUpstream.Peer peer) throws IOException {
        switch (first) {
            case SPEAKS_GARBAGE -> peer.write("this is not HTTP\r\n\r\n");
            case BREAKS_OFF_IN_ITS_HEAD -> peer.write("HTTP/1.1 200 OK\r\nContent-Le");
            case ANSWERS_500 -> peer.write(empty(500));
            case CLOSES, HANGS -> {}
        }
        return first == First.ANSWERS_500 || first == First.HANGS;
    }

    private static GatewayConfig impatient(GatewayConfig config) {
        return config.withStall(Duration.ofMillis(100))
                .withUpstream(config.upstream().withHeadTimeout(Duration.ofSeconds(2)));
    }

    private static String request(String method) {
        boolean hasBody = method.startsWith("P");
        return method
                + " /item/1 HTTP/1.1\r\nHost: a\r\n"
                + (hasBody ? "Content-Length: 3\r\n\r\nabc" : "\r\n");
    }

    private static String empty(int status) {
        return status == 204
                ? Wire.head("HTTP/1.1 204 Nothing")
                : Wire.head("HTTP/1.1 " + status + " Whatever", "Content-Length: 0");
    }
}
