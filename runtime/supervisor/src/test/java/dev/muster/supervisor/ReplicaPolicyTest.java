package dev.muster.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.supervisor.ReplicaState.BackingOff;
import dev.muster.supervisor.ReplicaState.Event;
import dev.muster.supervisor.ReplicaState.GaveUp;
import dev.muster.supervisor.ReplicaState.Obstacle;
import dev.muster.supervisor.ReplicaState.Push;
import dev.muster.supervisor.ReplicaState.Ready;
import dev.muster.supervisor.ReplicaState.Starting;
import dev.muster.supervisor.ReplicaState.Stopped;
import dev.muster.supervisor.ReplicaState.Stopping;
import dev.muster.supervisor.ReplicaState.Unready;
import dev.muster.supervisor.ReplicaState.Waiting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

final class ReplicaPolicyTest {

    private static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");

    /** Of every row the event comes ten seconds after the state began. */
    private static final Instant NOW = T0.plusSeconds(10);

    private static final ReplicaPolicy POLICY = policy(() -> 0.5);

    private static final Obstacle NEEDS = new Obstacle.Needs(List.of("payments"));
    private static final Obstacle PART = new Obstacle.Part("waiting for python3", false);
    private static final Event PASSED = new Event.ProbePassed();
    private static final Event FAILED = new Event.ProbeFailed("GET /health/ready answered 503");
    private static final Event ENDED = new Event.Ended("exited 1");
    private static final Event STOP = new Event.StopAsked();
    private static final Event KILL = new Event.KillAsked();
    private static final Event TICK = new Event.Tick();
    private static final Optional<String> NOTHING = Optional.empty();
    private static final Optional<String> NEVER_READY =
            Optional.of("never became ready within 60 s: GET /health/ready answered 503");

    @ParameterizedTest
    @MethodSource({"starts", "runs", "fails", "stops"})
    void followsTheTable(ReplicaState before, Event event, ReplicaState after) {
        assertThat(POLICY.next(before, event, NOW)).isEqualTo(after);
    }

    static Stream<Arguments> starts() {
        var waiting = new Waiting(T0, NEEDS, 0);
        var longWaiting = new Waiting(T0.minusSeconds(20), NEEDS, 0);
        var blocked = new Event.Blocked(NEEDS);
        return Stream.of(
                row(waiting, new Event.Admitted(), new Starting(NOW, 0, NOTHING)),
                row(waiting, blocked, waiting),
                row(waiting, new Event.Blocked(PART), new Waiting(NOW, PART, 0)),
                row(longWaiting, blocked, new Starting(NOW, 0, longWaiting.cause())),
                row(
                        new Waiting(T0.minusSeconds(999), PART, 0),
                        new Event.Blocked(PART),
                        new Waiting(T0.minusSeconds(999), PART, 0)),
                row(waiting, PASSED, waiting),
                row(waiting, TICK, waiting));
    }

    static Stream<Arguments> runs() {
        var starting = new Starting(T0, 2, NOTHING);
        var ready = new Ready(T0.plusSeconds(1), 2, 0);
        var unready = new Unready(T0, 2, "had no answer");
        return Stream.of(
                row(starting, PASSED, new Ready(NOW, 2, 0)),
                row(
                        starting,
                        FAILED,
                        new Starting(T0, 2, Optional.of("GET /health/ready answered 503"))),
                row(
                        new Starting(T0.minusSeconds(50), 2, NOTHING),
                        FAILED,
                        new Stopping(NOW, 2, Push.TERM, NOW.plusSeconds(5), NEVER_READY)),
                row(ready, PASSED, ready),
                row(ready, FAILED, new Ready(T0.plusSeconds(1), 2, 1)),
                row(
                        new Ready(T0.plusSeconds(1), 2, 2),
                        FAILED,
                        new Unready(NOW, 2, "GET /health/ready answered 503")),
                row(new Ready(T0.plusSeconds(1), 2, 2), PASSED, ready),
                row(new Ready(T0, 2, 0), PASSED, new Ready(T0, 0, 0)),
                row(unready, FAILED, new Unready(T0, 2, "GET /health/ready answered 503")),
                row(unready, PASSED, new Ready(NOW, 2, 0)));
    }

    static Stream<Arguments> fails() {
        var pause = new BackingOff(T0, 3, "exited 1", NOW);
        return Stream.of(
                row(new Starting(T0, 0, NOTHING), ENDED, backingOff(1, 100)),
                row(new Starting(T0, 2, NOTHING), ENDED, backingOff(3, 400)),
                row(new Starting(T0, 9, NOTHING), ENDED, backingOff(10, 25_000)),
                row(new Starting(T0, 10, NOTHING), ENDED, new GaveUp(NOW, 11, "exited 1")),
                row(new Ready(T0.plusSeconds(1), 2, 0), ENDED, backingOff(3, 400)),
                row(new Ready(T0, 2, 0), ENDED, backingOff(1, 100)),
                row(new Unready(T0, 1, "had no answer"), ENDED, backingOff(2, 200)),
                row(pause, TICK, new Starting(NOW, 3, Optional.of("exited 1"))),
                row(
                        new BackingOff(T0, 3, "exited 1", NOW.plusMillis(1)),
                        TICK,
                        new BackingOff(T0, 3, "exited 1", NOW.plusMillis(1))),
                row(pause, PASSED, pause),
                row(
                        new Stopping(T0, 1, Push.TERM, NOW, NEVER_READY),
                        ENDED,
                        new BackingOff(NOW, 2, NEVER_READY.get(), NOW.plusMillis(200))),
                row(new GaveUp(T0, 10, "exited 1"), TICK, new GaveUp(T0, 10, "exited 1")));
    }

    static Stream<Arguments> stops() {
        var draining = new Stopping(T0, 0, Push.DRAIN, NOW, NOTHING);
        var told = new Stopping(T0, 0, Push.TERM, NOW, NOTHING);
        return Stream.of(
                row(new Waiting(T0, NEEDS, 0), STOP, new Stopped(NOW)),
                row(new BackingOff(T0, 1, "exited 1", NOW), STOP, new Stopped(NOW)),
                row(new GaveUp(T0, 10, "exited 1"), STOP, new Stopped(NOW)),
                row(
                        new Starting(T0, 0, NOTHING),
                        STOP,
                        new Stopping(NOW, 0, Push.TERM, NOW.plusSeconds(5), NOTHING)),
                row(
                        new Ready(T0, 0, 0),
                        STOP,
                        new Stopping(NOW, 0, Push.DRAIN, NOW.plusMillis(200), NOTHING)),
                row(
                        new Unready(T0, 0, "had no answer"),
                        STOP,
                        new Stopping(NOW, 0, Push.DRAIN, NOW.plusMillis(200), NOTHING)),
                row(draining, TICK, new Stopping(T0, 0, Push.TERM, NOW.plusSeconds(5), NOTHING)),
                row(told, TICK, new Stopping(T0, 0, Push.KILL, NOW.plusMillis(50), NOTHING)),
                row(draining, PASSED, draining),
                row(draining, ENDED, new Stopped(NOW)),
                row(told, ENDED, new Stopped(NOW)),
                row(
                        new Stopping(T0, 1, Push.TERM, NOW, NEVER_READY),
                        STOP,
                        new Stopping(T0, 1, Push.TERM, NOW, NOTHING)),
                row(
                        new Ready(T0, 0, 0),
                        KILL,
                        new Stopping(NOW, 0, Push.KILL, NOW.plusMillis(50), NOTHING)),
                row(told, KILL, new Stopping(NOW, 0, Push.KILL, NOW.plusMillis(50), NOTHING)),
                row(new GaveUp(T0, 10, "exited 1"), KILL, new Stopped(NOW)),
                row(new Stopped(T0), STOP, new Stopped(T0)));
    }

    @Test
    void doublesThePauseUpToItsLimit() {
        assertThat(IntStream.rangeClosed(1, 11).mapToObj(POLICY::pause).map(Duration::toMillis))
                .containsExactly(
                        100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12_800L, 25_000L, 25_000L,
                        25_000L);
    }

    @Test
    void spreadsThePauseByAFifthAndNeverBeyondItsLimit() {
        assertThat(policy(() -> 0).pause(1)).isEqualTo(Duration.ofMillis(80));
        assertThat(policy(() -> 1).pause(1)).isEqualTo(Duration.ofMillis(120));
        assertThat(policy(() -> 0).pause(11)).isEqualTo(Duration.ofSeconds(20));
        assertThat(policy(() -> 1).pause(11)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void saysWhyItGaveUp() {
        assertThat(new GaveUp(T0, 10, "exited 1 within 0.3 s: no such table").cause())
                .hasValue(
                        "gave up because it failed 10 times in a row, the last time so: "
                                + "exited 1 within 0.3 s: no such table");
    }

    private static ReplicaPolicy policy(DoubleSupplier jitter) {
        return new ReplicaPolicy(
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                3,
                10,
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                jitter);
    }

    private static BackingOff backingOff(int failures, long millis) {
        return new BackingOff(NOW, failures, "exited 1", NOW.plusMillis(millis));
    }

    private static Arguments row(ReplicaState before, Event event, ReplicaState after) {
        return Arguments.of(before, event, after);
    }
}
