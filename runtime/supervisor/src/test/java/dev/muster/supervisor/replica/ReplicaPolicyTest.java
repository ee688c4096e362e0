package dev.muster.supervisor.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.fleet.Cause;
import dev.muster.supervisor.replica.ReplicaState.BackingOff;
import dev.muster.supervisor.replica.ReplicaState.Event;
import dev.muster.supervisor.replica.ReplicaState.GaveUp;
import dev.muster.supervisor.replica.ReplicaState.Push;
import dev.muster.supervisor.replica.ReplicaState.Ready;
import dev.muster.supervisor.replica.ReplicaState.Starting;
import dev.muster.supervisor.replica.ReplicaState.Stopped;
import dev.muster.supervisor.replica.ReplicaState.Stopping;
import dev.muster.supervisor.replica.ReplicaState.Unready;
import dev.muster.supervisor.replica.ReplicaState.Waiting;

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

    private static final Cause.Obstacle NEEDS = new Cause.WaitingForNeeds(List.of("payments"));
    private static final Cause.Obstacle PART = new Cause.NoProgram("python3", "none");
    private static final Cause.Obstacle OTHER_PART = new Cause.NoJdk("/jdk");
    private static final Cause.ProbeFailure ANSWERED =
            new Cause.Answered("GET /health/ready", 503, Optional.empty());
    private static final Cause.ProbeFailure SILENT =
            new Cause.NoAnswer("GET /health/ready", Duration.ofSeconds(1));
    private static final Cause.Failure EXITED = new Cause.KilledFromOutside(9);
    private static final Event PASSED = new Event.ProbePassed();
    private static final Event FAILED = new Event.ProbeFailed(ANSWERED);
    private static final Event ENDED = new Event.Ended(EXITED);
    private static final Event STOP = new Event.StopAsked();
    private static final Event KILL = new Event.KillAsked();
    private static final Event TICK = new Event.Tick();
    private static final Cause.Failure NEVER_READY =
            new Cause.NeverReady(Duration.ofSeconds(60), ANSWERED);

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
                row(waiting, new Event.Admitted(), new Starting(NOW, 0, Optional.empty())),
                row(waiting, blocked, waiting),
                row(waiting, new Event.Blocked(PART), new Waiting(NOW, PART, 0)),
                row(longWaiting, blocked, new Starting(NOW, 0, longWaiting.cause())),
                row(
                        new Waiting(T0.minusSeconds(999), PART, 0),
                        new Event.Blocked(PART),
                        new Waiting(T0.minusSeconds(999), PART, 0)),
                row(
                        new Waiting(T0, PART, 0),
                        new Event.Blocked(OTHER_PART),
                        new Waiting(T0, OTHER_PART, 0)),
                row(waiting, PASSED, waiting),
                row(waiting, TICK, waiting));
    }

    static Stream<Arguments> runs() {
        var starting = new Starting(T0, 2, Optional.empty());
        var ready = new Ready(T0.plusSeconds(1), 2, 0);
        var unready = new Unready(T0, 2, SILENT);
        return Stream.of(
                row(starting, PASSED, new Ready(NOW, 2, 0)),
                row(starting, FAILED, new Starting(T0, 2, Optional.of(ANSWERED))),
                row(
                        new Starting(T0.minusSeconds(50), 2, Optional.empty()),
                        FAILED,
                        new Stopping(
                                NOW, 2, Push.TERM, NOW.plusSeconds(5), Optional.of(NEVER_READY))),
                row(ready, PASSED, ready),
                row(ready, FAILED, new Ready(T0.plusSeconds(1), 2, 1)),
                row(new Ready(T0.plusSeconds(1), 2, 2), FAILED, new Unready(NOW, 2, ANSWERED)),
                row(new Ready(T0.plusSeconds(1), 2, 2), PASSED, ready),
                row(new Ready(T0, 2, 0), PASSED, new Ready(T0, 0, 0)),
                row(unready, FAILED, new Unready(T0, 2, ANSWERED)),
                row(unready, PASSED, new Ready(NOW, 2, 0)));
    }

    static Stream<Arguments> fails() {
        var pause = new BackingOff(T0, 3, EXITED, NOW);
        return Stream.of(
                row(new Starting(T0, 0, Optional.empty()), ENDED, backingOff(1, 100)),
                row(new Starting(T0, 2, Optional.empty()), ENDED, backingOff(3, 400)),
                row(new Starting(T0, 9, Optional.empty()), ENDED, backingOff(10, 25_000)),
                row(new Starting(T0, 10, Optional.empty()), ENDED, new GaveUp(NOW, 11, EXITED)),
                row(new Ready(T0.plusSeconds(1), 2, 0), ENDED, backingOff(3, 400)),
                row(new Ready(T0, 2, 0), ENDED, backingOff(1, 100)),
                row(new Unready(T0, 1, SILENT), ENDED, backingOff(2, 200)),
                row(pause, TICK, new Starting(NOW, 3, Optional.of(EXITED))),
                row(
                        new BackingOff(T0, 3, EXITED, NOW.plusMillis(1)),
                        TICK,
                        new BackingOff(T0, 3, EXITED, NOW.plusMillis(1))),
                row(pause, PASSED, pause),
                row(
                        new Stopping(T0, 1, Push.TERM, NOW, Optional.of(NEVER_READY)),
                        ENDED,
                        new BackingOff(NOW, 2, NEVER_READY, NOW.plusMillis(200))),
                row(new GaveUp(T0, 10, EXITED), TICK, new GaveUp(T0, 10, EXITED)));
    }

    static Stream<Arguments> stops() {
        var draining = new Stopping(T0, 0, Push.DRAIN, NOW, Optional.empty());
        var told = new Stopping(T0, 0, Push.TERM, NOW, Optional.empty());
        return Stream.of(
                row(new Waiting(T0, NEEDS, 0), STOP, new Stopped(NOW)),
                row(new BackingOff(T0, 1, EXITED, NOW), STOP, new Stopped(NOW)),
                row(new GaveUp(T0, 10, EXITED), STOP, new Stopped(NOW)),
                row(
                        new Starting(T0, 0, Optional.empty()),
                        STOP,
                        new Stopping(NOW, 0, Push.TERM, NOW.plusSeconds(5), Optional.empty())),
                row(
                        new Ready(T0, 0, 0),
                        STOP,
                        new Stopping(NOW, 0, Push.DRAIN, NOW.plusMillis(200), Optional.empty())),
                row(
                        new Unready(T0, 0, SILENT),
                        STOP,
                        new Stopping(NOW, 0, Push.DRAIN, NOW.plusMillis(200), Optional.empty())),
                row(
                        draining,
                        TICK,
                        new Stopping(T0, 0, Push.TERM, NOW.plusSeconds(5), Optional.empty())),
                row(
                        told,
                        TICK,
                        new Stopping(T0, 0, Push.KILL, NOW.plusMillis(50), Optional.empty())),
                row(draining, PASSED, draining),
                row(draining, ENDED, new Stopped(NOW)),
                row(told, ENDED, new Stopped(NOW)),
                row(
                        new Stopping(T0, 1, Push.TERM, NOW, Optional.of(NEVER_READY)),
                        STOP,
                        new Stopping(T0, 1, Push.TERM, NOW, Optional.empty())),
                row(
                        new Ready(T0, 0, 0),
                        KILL,
                        new Stopping(NOW, 0, Push.KILL, NOW.plusMillis(50), Optional.empty())),
                row(
                        told,
                        KILL,
                        new Stopping(NOW, 0, Push.KILL, NOW.plusMillis(50), Optional.empty())),
                row(new GaveUp(T0, 10, EXITED), KILL, new Stopped(NOW)),
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
        return new BackingOff(NOW, failures, EXITED, NOW.plusMillis(millis));
    }

    private static Arguments row(ReplicaState before, Event event, ReplicaState after) {
        return Arguments.of(before, event, after);
    }
}
