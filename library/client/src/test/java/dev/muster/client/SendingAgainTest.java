package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.http.Body;
import dev.muster.http.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What callers get of a request whose first attempt fails, by method, cause and second answer.
 * Nobody tells a caller how the process of a peer ended.
 */
@Timeout(120)
class SendingAgainTest {
    /** What the first replica that is asked does with the request. */
    enum First {
        RESETS,
        SPEAKS_GARBAGE,
        BREAKS_OFF_IN_ITS_HEAD,
        ANSWERS_500,
        HANGS
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    GET,    RESETS,                 200, 200, 2
                    GET,    RESETS,                 404, 404, 2
                    GET,    RESETS,                 500, 500, 2
                    GET,    BREAKS_OFF_IN_ITS_HEAD, 200, 200, 2
                    GET,    SPEAKS_GARBAGE,         200, 200, 2
                    GET,    ANSWERS_500,            200, 200, 2
                    GET,    ANSWERS_500,            503, 503, 2
                    GET,    HANGS,                  200, 200, 2
                    GET,    HANGS,                  404, 404, 2
                    GET,    HANGS,                  500, 500, 2
                    PUT,    RESETS,                 200, 502, 1
                    PUT,    BREAKS_OFF_IN_ITS_HEAD, 200, 502, 1
                    PUT,    SPEAKS_GARBAGE,         200, 200, 2
                    PUT,    SPEAKS_GARBAGE,         404, 502, 2
                    PUT,    SPEAKS_GARBAGE,         412, 502, 2
                    PUT,    ANSWERS_500,            200, 200, 2
                    PUT,    ANSWERS_500,            409, 500, 2
                    PUT,    HANGS,                  200, 504, 1
                    DELETE, RESETS,                 404, 502, 1
                    DELETE, SPEAKS_GARBAGE,         410, 502, 2
                    DELETE, HANGS,                  404, 504, 1
                    POST,   RESETS,                 200, 502, 1
                    POST,   SPEAKS_GARBAGE,         200, 502, 1
                    POST,   ANSWERS_500,            200, 500, 1
                    POST,   HANGS,                  200, 504, 1
                    PATCH,  RESETS,                 200, 502, 1
                    """)
    void answersByWhatTheRequestMayHaveDone(
            String method, First first, int second, int answered, int sent) throws Exception {
        var config =
                ClientConfig.STANDARD
                        .withStallAfter(Duration.ofMillis(100))
                        .withDeadline(Duration.ofSeconds(2));
        assertThat(ask(method, first, second, config)).isEqualTo(answered + ", sent " + sent);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    PUT,    200, 200, 2
                    DELETE, 204, 204, 2
                    DELETE, 404, 502, 2
                    POST,   200, 504, 1
                    """)
    void sendsAPutOrDeleteBesideAStalledOneWhereThatIsAskedFor(
            String method, int second, int answered, int sent) throws Exception {
        var config =
                ClientConfig.STANDARD
                        .withHedge(true)
                        .withStallAfter(Duration.ofMillis(100))
                        .withDeadline(Duration.ofSeconds(2));
        assertThat(ask(method, First.HANGS, second, config)).isEqualTo(answered + ", sent " + sent);
    }

    @Test
    void passesTheServicesOwnErrorOnWhenTheSecondReplicaHangs() throws Exception {
        var asked = new AtomicInteger();
        Replica.Script script =
                (_, connection) -> {
                    if (asked.incrementAndGet() == 1) {
                        connection.json(500, "\"mine\"");
                    } else {
                        connection.hang();
                    }
                };
        try (var one = new Replica("catalog-1", script);
                var two = new Replica("catalog-2", script);
                var stage =
                        new Stage(
                                ClientConfig.STANDARD.withStallAfter(Duration.ofMillis(100)),
                                one,
                                two)) {
            var answer = stage.peers.handler(Stage.SERVICE).handle(Request.get("/"));
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body().text()).isEqualTo("\"mine\"");
        }
    }

    private static String ask(String method, First first, int second, ClientConfig config)
            throws Exception {
        var asked = new AtomicInteger();
        Replica.Script script =
                (_, connection) -> {
                    if (asked.incrementAndGet() == 1) {
                        happen(first, connection);
                    } else {
                        connection.reply(second, "", "");
                    }
                };
        try (var one = new Replica("catalog-1", script);
                var two = new Replica("catalog-2", script);
                var stage = new Stage(config, one, two)) {
            var request = Request.of(method, "/item/1");
            var sent = method.startsWith("P") ? request.withBody(Body.of("{}")) : request;
            return status(stage, sent) + ", sent " + asked;
        }
    }

    private static int status(Stage stage, Request request) throws Exception {
        try {
            return stage.peers.handler(Stage.SERVICE).handle(request).status();
        } catch (PeerException e) {
            return e.status();
        }
    }

    private static void happen(First first, Replica.Connection connection) throws IOException {
        switch (first) {
            case RESETS -> connection.reset();
            case SPEAKS_GARBAGE -> connection.raw("this is not HTTP\r\n\r\n");
            case BREAKS_OFF_IN_ITS_HEAD -> {
                connection.raw("HTTP/1.1 200 OK\r\nContent-Le");
                connection.reset();
            }
            case ANSWERS_500 -> connection.json(500, "{}");
            case HANGS -> connection.hang();
        }
    }
}
