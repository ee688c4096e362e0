package dev.muster.supervisor.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Event;
import dev.muster.fleet.Sentences;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.FleetFixture;
import dev.muster.supervisor.backend.SupervisorBackend;
import dev.muster.supervisor.replica.ReplicaState.BackingOff;
import dev.muster.supervisor.replica.ReplicaState.GaveUp;
import dev.muster.supervisor.replica.ReplicaState.Push;
import dev.muster.supervisor.replica.ReplicaState.Ready;
import dev.muster.supervisor.replica.ReplicaState.Starting;
import dev.muster.supervisor.replica.ReplicaState.Stopped;
import dev.muster.supervisor.replica.ReplicaState.Stopping;
import dev.muster.supervisor.replica.ReplicaState.Unready;
import dev.muster.supervisor.replica.ReplicaState.Waiting;
import dev.muster.supervisor.timeline.Timeline;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is told of a replica in each of its states, and when it comes to be in it. */
final class ReplicaAccountTest {

    private static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");
    private static final String PROBE = "GET /ready";
    private static final Starting STARTED = new Starting(T0, 0, Optional.empty());
    private static final Cause.ProbeFailure ANSWERED =
            new Cause.Answered(PROBE, 503, Optional.of("db"));
    private static final Cause.Failure NO_KEY =
            new Cause.Exited(1, Duration.ofMillis(300), Optional.of("no key; sorry"), false);
    private static final Cause.Failure NEVER =
            new Cause.NeverReady(
                    Duration.ofSeconds(60), new Cause.NothingListens(1, List.of(), List.of()));

    private final Timeline timeline = new Timeline(SupervisorBackend.SYSTEM);
    private final StringBuilder told = new StringBuilder();

    private ReplicaAccount account;

    @BeforeEach
    void open() {
        var setting =
                ReplicaFixture.setting(
                        timeline,
                        new Told(),
                        (_, _, _) -> {
                            throw new AssertionError("nothing is started");
                        });
        var service = FleetFixture.http("orders", 1, List.of("orders"));
        account = new ReplicaAccount(setting, service, "orders-1");
    }

    @AfterEach
    void close() {
        timeline.close();
    }

    @Test
    void tellsWhatItWaitsFor() {
        show(STARTED, waiting(new Cause.WaitingForTurn()));
        show(STARTED, waiting(new Cause.WaitingForNeeds(List.of("a", "b"))));
        show(STARTED, waiting(new Cause.WaitingForBuild()));
        show(STARTED, waiting(new Cause.NoProgram("python3", "it is not there")));
        show(STARTED, waiting(new Cause.BuildMadeNoJar("/x/target")));
        show(STARTED, waiting(new Cause.DidNotBuild("A.java:3: boom", Optional.empty())));

        assertTold(
                """
                waiting: waiting for its turn to start
                waiting: waiting for a and b to be ready
                waiting: waiting for its build
                  WARN orders-1 is waiting for python3: it is not there
                waiting: waiting for python3: it is not there
                  WARN orders-1 waits: its build made no executable jar in /x/target
                waiting: its build made no executable jar in /x/target
                  WARN orders-1 did not build: A.java:3: boom
                waiting: did not build: A.java:3: boom
                """);
    }

    @Test
    void tellsHowItRuns() {
        show(STARTED, STARTED);
        show(STARTED, new Starting(T0, 0, Optional.of(ANSWERED)));
        show(STARTED, new Starting(T0, 0, Optional.of(new Cause.TakenOver())));
        show(STARTED, new Ready(T0.plusMillis(1300), 0, 0));
        show(new Ready(T0, 0, 0), new Unready(T0, 0, ANSWERED));
        show(new Unready(T0, 0, ANSWERED), new Ready(T0, 0, 0));
        show(STARTED, new Stopping(T0, 0, Push.TERM, T0, Optional.empty()));
        show(STARTED, new Stopped(T0));

        assertTold(
                """
                starting: starting, waiting for GET /ready
                starting: starting: GET /ready answered 503: db
                starting: starting: taken over from an earlier agent
                  INFO orders-1 is ready after 1.3 s
                ready: -
                  WARN orders-1 is unready: GET /ready answered 503: db
                unready: GET /ready answered 503: db
                  INFO orders-1 is ready again
                ready: -
                stopping: stopping
                  INFO orders-1 stopped
                stopped: stopped
                """);
    }

    @Test
    void tellsHowItFails() {
        show(STARTED, new BackingOff(T0, 2, NO_KEY, T0.plusMillis(400)));
        show(STARTED, new Starting(T0, 2, Optional.of(NO_KEY)));
        show(STARTED, new Stopping(T0, 0, Push.TERM, T0, Optional.of(NEVER)));
        show(STARTED, new GaveUp(T0, 1, NO_KEY));
        show(STARTED, new GaveUp(T0, 11, NEVER));

        assertTold(
                """
                  WARN orders-1 exited 1 within 0.3 s: no key; sorry; starting again in 0.4 s, attempt 2 of 10
                backing-off: exited 1 within 0.3 s: no key; sorry
                starting: exited 1 within 0.3 s: no key; sorry; starting again, attempt 2 of 10
                stopping: never became ready within 60 s: nothing listens on port 1
                  ERROR orders-1 gave up because it failed, the last time so: exited 1 within 0.3 s: no key; sorry
                gave-up: gave up because it failed, the last time so: exited 1 within 0.3 s: no key; sorry
                  ERROR orders-1 gave up because it failed 11 times in a row, the last time so: never became ready within 60 s: nothing listens on port 1
                gave-up: gave up because it failed 11 times in a row, the last time so: never became ready within 60 s: nothing listens on port 1
                """);
    }

    private static Waiting waiting(Cause.Obstacle obstacle) {
        return new Waiting(T0, obstacle, 0);
    }

    private void show(ReplicaState before, ReplicaState after) {
        account.entered(before, after);
        var cause = account.cause(after, PROBE).map(why -> Sentences.of(why).text()).orElse("-");
        told.append(word(after)).append(": ").append(cause).append('\n');
    }

    /** As its phase is shown. */
    private static String word(ReplicaState state) {
        return state.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private void assertTold(String expected) {
        assertThat(told.toString()).isEqualTo(expected);
    }

    private final class Told extends ReplicaFixture.Unheeded {
        @Override
        public void happened(Severity severity, Subject subject, Cause cause) {
            var sentence = new Event(T0, severity, subject, cause).sentence().text();
            told.append("  ").append(severity).append(' ').append(sentence).append('\n');
        }
    }
}
