package dev.muster.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.server.Router;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Who may reach the agent. */
final class AccessTest {
    private static final String TOKEN = "Bearer the-token";

    private final Sessions sessions = new Sessions("the-token", InstantSource.fixed(Instant.EPOCH));
    private final Router router =
            Router.builder()
                    .otherwise(_ -> Response.of(200))
                    .route("GET", "/api/v1/fleet", _ -> Response.of(200))
                    .route("POST", "/api/v1/down", _ -> Response.of(200))
                    .route("POST", "/api/v1/session", _ -> Response.of(200))
                    .build()
                    .behind(new Access(sessions));

    @Test
    void letsTheHolderOfTheTokenIn() throws Exception {
        assertThat(ask(get("/api/v1/fleet").withHeader("Authorization", TOKEN))).isEqualTo(200);
    }

    @Test
    void refusesAWrongTokenAndNone() {
        assertRefused(401, get("/api/v1/fleet"));
        assertRefused(401, get("/api/v1/fleet").withHeader("Authorization", "Bearer the-toke"));
        assertRefused(401, get("/api/v1/fleet").withHeader("Authorization", "Basic the-token"));
    }

    @Test
    void refusesARouteHoweverItsPathIsWritten() {
        for (var path :
                List.of("/%61pi/v1/down", "/api/v1/%64own", "/%61%70%69/v1/down?force=true")) {
            assertRefused(401, Request.of("POST", path).withHeader("Host", "localhost:7070"));
        }
    }

    @Test
    void tradesAOneTimeTokenWithoutOtherCredentials() throws Exception {
        var exchange = Request.of("POST", "/api/v1/session").withHeader("Host", "localhost:7070");

        assertThat(ask(exchange)).isEqualTo(200);
        assertRefused(403, exchange.withHeader("Origin", "http://localhost:8080"));
    }

    @Test
    void letsNoBrowserKeepOrGuessAtAnAnswerOfTheApi() throws Exception {
        var answer = router.handle(get("/api/v1/fleet").withHeader("Authorization", TOKEN));

        assertThat(answer.headers().first("Cache-Control")).contains("no-store");
        assertThat(answer.headers().first("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void showsThePageToEveryoneOnThisMachine() throws Exception {
        assertThat(ask(get("/"))).isEqualTo(200);
        assertThat(ask(get("/app.js"))).isEqualTo(200);
    }

    /** As RFC 9110 has it, section 4.2.3. */
    @Test
    void takesTheNameOfTheHostInAnyCase() throws Exception {
        for (var host : List.of("LOCALHOST:17070", "LocalHost")) {
            var holder =
                    Request.get("/api/v1/fleet")
                            .withHeader("Host", host)
                            .withHeader("Authorization", TOKEN);
            assertThat(ask(holder)).isEqualTo(200);
        }
        var page =
                get("/").withHeader("Host", "LOCALHOST:17070")
                        .withHeader("Origin", "http://localhost:17070");
        assertThat(ask(page)).isEqualTo(200);
    }

    @Test
    void refusesANameThatIsNotLoopback() {
        for (var host :
                List.of("attacker.example:7070", "localhost.attacker.example", "127.0.0.1.x")) {
            assertRefused(421, Request.get("/").withHeader("Host", host));
        }
        assertRefused(421, Request.get("/"));
    }

    @Test
    void takesASessionWhereverTheTokenIsTaken() throws Exception {
        var session = sessions.exchange(sessions.newOneTimeToken()).orElseThrow();
        var order = Request.of("POST", "/api/v1/down").withHeader("Host", "localhost:7070");

        assertThat(ask(get("/api/v1/fleet").withHeader("Authorization", "Bearer " + session)))
                .isEqualTo(200);
        assertThat(ask(order.withHeader("Authorization", "bearer " + session))).isEqualTo(200);
        assertRefused(401, order);
    }

    @Test
    void takesNoSessionThatABrowserAddsByItself() {
        var session = sessions.exchange(sessions.newOneTimeToken()).orElseThrow();

        for (var cookie : List.of("muster_session_7070=" + session, "session=" + session)) {
            assertRefused(401, get("/api/v1/fleet").withHeader("Cookie", cookie));
        }
        assertRefused(401, get("/api/v1/fleet?session=" + session));
    }

    @Test
    void refusesAnotherPagesScriptWhateverItHolds() {
        var holder = get("/api/v1/fleet").withHeader("Authorization", TOKEN);

        for (var origin : List.of("http://attacker.example", "http://localhost:8080", "null", "")) {
            assertRefused(403, holder.withHeader("Origin", origin));
        }
    }

    @Test
    void tradesAOneTimeTokenOnce() {
        var token = sessions.newOneTimeToken();

        assertThat(sessions.exchange(token)).isPresent();
        assertThat(sessions.exchange(token)).isEmpty();
        assertThat(sessions.exchange("never-issued")).isEmpty();
    }

    @Test
    void forgetsAOneTimeTokenInTime() {
        var now = new Instant[] {Instant.EPOCH};
        var aging = new Sessions("the-token", () -> now[0]);
        var token = aging.newOneTimeToken();

        now[0] = Instant.EPOCH.plus(Sessions.ONE_TIME_TOKEN_LIFE).plusSeconds(1);

        assertThat(aging.exchange(token)).isEmpty();
    }

    private static Request get(String path) {
        return Request.get(path).withHeader("Host", "localhost:7070");
    }

    private int ask(Request request) throws Exception {
        return router.handle(request).status();
    }

    private void assertRefused(int status, Request request) {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> ask(request))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(status));
    }
}
