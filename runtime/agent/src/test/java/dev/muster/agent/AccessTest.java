package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;

/** Who may reach the agent. */
final class AccessTest {
    private final Sessions sessions = new Sessions("the-token", InstantSource.fixed(Instant.EPOCH));
    private final Access access = new Access(sessions);

    @Test
    void letsTheHolderOfTheTokenIn() throws Exception {
        assertThat(ask(get("/api/fleet").withHeader("Authorization", "Bearer the-token")))
                .isEqualTo(200);
    }

    @Test
    void refusesAWrongTokenAndNone() {
        assertRefused(401, get("/api/fleet"));
        assertRefused(401, get("/api/fleet").withHeader("Authorization", "Bearer the-toke"));
        assertRefused(401, get("/api/fleet").withHeader("Authorization", "Basic the-token"));
    }

    @Test
    void showsThePageToEveryoneOnThisMachine() throws Exception {
        assertThat(ask(get("/"))).isEqualTo(200);
        assertThat(ask(get("/app.js"))).isEqualTo(200);
    }

    @Test
    void refusesANameThatIsNotLoopback() {
        assertRefused(421, Request.get("/").withHeader("Host", "attacker.example:7070"));
        assertRefused(421, Request.get("/"));
    }

    @Test
    void takesASessionForReadingAndForOrdersOfTheSamePage() throws Exception {
        var session = sessions.exchange(sessions.newOneTimeToken()).orElseThrow();
        var reading = get("/api/fleet").withHeader("Cookie", "a=b; muster_session_7070=" + session);
        var order =
                Request.of("POST", "/api/down")
                        .withHeader("Host", "localhost:7070")
                        .withHeader("Cookie", "muster_session_7070=" + session);

        assertThat(ask(reading)).isEqualTo(200);
        assertThat(ask(order.withHeader("Origin", "http://localhost:7070"))).isEqualTo(200);
        assertRefused(401, order);
    }

    @Test
    void refusesAnotherPagesScriptWhateverItHolds() {
        assertRefused(
                403,
                get("/api/fleet")
                        .withHeader("Authorization", "Bearer the-token")
                        .withHeader("Origin", "http://attacker.example"));
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
        return access.apply(request, _ -> Response.of(200)).status();
    }

    private void assertRefused(int status, Request request) {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> ask(request))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(status));
    }
}
