package dev.muster.supervisor.replica;

import dev.muster.fleet.Cause;
import dev.muster.fleet.ServiceSpec;
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

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Decides what follows which state of a replica: a pure function of state, event and time.
 *
 * <p>A failed start is tried again after a pause that doubles from {@code firstPause} to {@code
 * longestPause}, spread by a fifth either way so that replicas which failed together do not come
 * back together. The count of failures in a row starts again at zero once a replica was ready for
 * {@code stableAfter}; it is given up when it failed again after {@code attempts} of them.
 *
 * @param needsWait how long needs are waited for before the replica is started without them
 * @param drain between leaving the rotation and being told to stop
 * @param jitter draws from 0 to 1
 */
public record ReplicaPolicy(
        Duration startDeadline,
        Duration needsWait,
        int probeFailures,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration stableAfter,
        Duration drain,
        Duration grace,
        DoubleSupplier jitter) {

    private static final Duration PUSH_AGAIN = Duration.ofMillis(50);
    private static final double SPREAD = 0.2;

    public static ReplicaPolicy of(
            ServiceSpec service, ReplicaConfig config, DoubleSupplier jitter) {
        return new ReplicaPolicy(
                service.startDeadline(),
                config.needsWait(),
                service.probe().failures(),
                config.attempts(),
                config.firstPause(),
                config.longestPause(),
                config.stableAfter(),
                config.drain(),
                service.stopGrace(),
                jitter);
    }

    public ReplicaPolicy withAttempts(int newAttempts) {
        return new ReplicaPolicy(
                startDeadline,
                needsWait,
                probeFailures,
                newAttempts,
                firstPause,
                longestPause,
                stableAfter,
                drain,
                grace,
                jitter);
    }

    /** The state after {@code event}; the same state where the event means nothing to it. */
    public ReplicaState next(ReplicaState state, Event event, Instant now) {
        return switch (event) {
            case Event.StopAsked() -> stopAsked(state, now);
            case Event.KillAsked() -> killAsked(state, now);
            default ->
                    switch (state) {
                        case Waiting waiting -> afterWaiting(waiting, event, now);
                        case Starting starting -> afterStarting(starting, event, now);
                        case Ready ready -> afterReady(ready, event, now);
                        case Unready unready -> afterUnready(unready, event, now);
                        case BackingOff pause -> afterPause(pause, event, now);
                        case Stopping stopping -> afterStopping(stopping, event, now);
                        case GaveUp gaveUp -> gaveUp;
                        case Stopped stopped -> stopped;
                    };
        };
    }

    private ReplicaState afterWaiting(Waiting state, Event event, Instant now) {
        return switch (event) {
            case Event.Admitted() -> new Starting(now, state.failures(), Optional.empty());
            case Event.Blocked(var obstacle) -> blocked(state, obstacle, now);
            default -> state;
        };
    }

    private ReplicaState blocked(Waiting state, Cause.Obstacle obstacle, Instant now) {
        if (!isOfOneKind(state.obstacle(), obstacle)) {
            return new Waiting(now, obstacle, state.failures());
        }
        boolean waitedEnough =
                obstacle instanceof Cause.WaitingForNeeds
                        && state.heldFor(now).compareTo(needsWait) >= 0;
        return waitedEnough
                ? new Starting(now, state.failures(), state.cause())
                : new Waiting(state.since(), obstacle, state.failures());
    }

    /** It waits on when another part is missing than before. */
    private static boolean isOfOneKind(Cause.Obstacle one, Cause.Obstacle other) {
        return (one instanceof Cause.Part && other instanceof Cause.Part)
                || one.getClass().equals(other.getClass());
    }

    private ReplicaState afterStarting(Starting state, Event event, Instant now) {
        return switch (event) {
            case Event.ProbePassed() -> new Ready(now, state.failures(), 0);
            case Event.ProbeFailed(var why) when isOverdue(state, now) ->
                    new Stopping(
                            now,
                            state.failures(),
                            Push.TERM,
                            now.plus(grace),
                            Optional.of(new Cause.NeverReady(startDeadline, why)));
            case Event.ProbeFailed(var why) ->
                    new Starting(state.since(), state.failures(), Optional.of(why));
            // It answered in time: how long it is held is not its own doing.
            case Event.ProbeHeld(var why) ->
                    new Starting(state.since(), state.failures(), Optional.of(why));
            case Event.Ended(var why) -> failed(state.failures(), why, now);
            default -> state;
        };
    }

    private boolean isOverdue(Starting state, Instant now) {
        return state.heldFor(now).compareTo(startDeadline) >= 0;
    }

    private ReplicaState afterReady(Ready state, Event event, Instant now) {
        int failures = isStable(state, now) ? 0 : state.failures();
        return switch (event) {
            case Event.ProbePassed() -> new Ready(state.since(), failures, 0);
            case Event.ProbeFailed(var why) when state.misses() + 1 >= probeFailures ->
                    new Unready(now, failures, why);
            case Event.ProbeFailed(var _) -> new Ready(state.since(), failures, state.misses() + 1);
            case Event.Ended(var why) -> failed(failures, why, now);
            default -> state;
        };
    }

    private boolean isStable(Ready state, Instant now) {
        return state.heldFor(now).compareTo(stableAfter) >= 0;
    }

    private ReplicaState afterUnready(Unready state, Event event, Instant now) {
        return switch (event) {
            case Event.ProbePassed() -> new Ready(now, state.failures(), 0);
            case Event.ProbeFailed(var why) -> new Unready(state.since(), state.failures(), why);
            case Event.Ended(var why) -> failed(state.failures(), why, now);
            default -> state;
        };
    }

    private ReplicaState afterPause(BackingOff state, Event event, Instant now) {
        boolean over = event instanceof Event.Tick && !now.isBefore(state.until());
        return over ? new Starting(now, state.failures(), Optional.of(state.problem())) : state;
    }

    private ReplicaState afterStopping(Stopping state, Event event, Instant now) {
        return switch (event) {
            case Event.Ended(var _) when state.failure().isPresent() ->
                    failed(state.failures(), state.failure().get(), now);
            case Event.Ended(var _) -> new Stopped(now);
            case Event.Tick() when !now.isBefore(state.nextAt()) -> pushedHarder(state, now);
            default -> state;
        };
    }

    private Stopping pushedHarder(Stopping state, Instant now) {
        return switch (state.push()) {
            case DRAIN -> pushed(state, Push.TERM, now.plus(grace));
            case TERM, KILL -> pushed(state, Push.KILL, now.plus(PUSH_AGAIN));
        };
    }

    private static Stopping pushed(Stopping state, Push push, Instant nextAt) {
        return new Stopping(state.since(), state.failures(), push, nextAt, state.failure());
    }

    private ReplicaState stopAsked(ReplicaState state, Instant now) {
        return switch (state) {
            case Stopping stopping ->
                    new Stopping(
                            stopping.since(),
                            stopping.failures(),
                            stopping.push(),
                            stopping.nextAt(),
                            Optional.empty());
            // Only what was in rotation has requests on their way to it.
            case Ready _, Unready _ ->
                    new Stopping(
                            now, state.failures(), Push.DRAIN, now.plus(drain), Optional.empty());
            case Starting _ ->
                    new Stopping(
                            now, state.failures(), Push.TERM, now.plus(grace), Optional.empty());
            case Stopped stopped -> stopped;
            case Waiting _, BackingOff _, GaveUp _ -> new Stopped(now);
        };
    }

    private ReplicaState killAsked(ReplicaState state, Instant now) {
        return state.runs()
                ? new Stopping(
                        now, state.failures(), Push.KILL, now.plus(PUSH_AGAIN), Optional.empty())
                : stopAsked(state, now);
    }

    private ReplicaState failed(int failuresBefore, Cause.Failure why, Instant now) {
        int failures = failuresBefore + 1;
        if (failures > attempts) {
            return new GaveUp(now, failures, why);
        }
        return new BackingOff(now, failures, why, now.plus(pause(failures)));
    }

    /** The pause after so many failures in a row. */
    Duration pause(int failures) {
        int doublings = Math.min(failures - 1, 30);
        double seconds = firstPause.toMillis() / 1e3 * Math.pow(2, doublings);
        double bounded = Math.min(seconds, longestPause.toMillis() / 1e3 / (1 + SPREAD));
        double spread = 1 - SPREAD + 2 * SPREAD * jitter.getAsDouble();
        return Duration.ofMillis(Math.round(bounded * spread * 1e3));
    }
}
