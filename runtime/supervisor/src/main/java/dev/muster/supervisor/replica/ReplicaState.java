package dev.muster.supervisor.replica;

import dev.muster.fleet.Cause;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a replica is in its life. Values; what follows which is decided by {@link ReplicaPolicy},
 * what is to be done about it by {@link ReplicaRun}.
 */
public sealed interface ReplicaState {

    Instant since();

    /** Why it is not ready. */
    Optional<Cause> cause();

    /** Starts that failed in a row, the one before this state included. */
    int failures();

    /** When this state ends by itself, if time alone ends it. */
    default Optional<Instant> wakeAt() {
        return Optional.empty();
    }

    /** A process belongs to this state: whatever runs in any other state is a leftover. */
    default boolean runs() {
        return false;
    }

    record Waiting(Instant since, Cause.Obstacle obstacle, int failures) implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return Optional.of(obstacle);
        }
    }

    /**
     * @param problem what the last probe met, or why it is started again
     */
    record Starting(Instant since, int failures, Optional<Cause> problem) implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return problem;
        }

        @Override
        public boolean runs() {
            return true;
        }
    }

    /**
     * @param misses probes in a row that failed
     */
    record Ready(Instant since, int failures, int misses) implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return Optional.empty();
        }

        @Override
        public boolean runs() {
            return true;
        }
    }

    record Unready(Instant since, int failures, Cause.ProbeFailure problem)
            implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return Optional.of(problem);
        }

        @Override
        public boolean runs() {
            return true;
        }
    }

    record BackingOff(Instant since, int failures, Cause.Failure problem, Instant until)
            implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return Optional.of(problem);
        }

        @Override
        public Optional<Instant> wakeAt() {
            return Optional.of(until);
        }
    }

    /**
     * @param last how its last attempt ended
     */
    record GaveUp(Instant since, int failures, Cause.Failure last) implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return Optional.of(new Cause.GaveUp(failures, last));
        }
    }

    /** How hard a stopping replica is being pushed. */
    enum Push {
        /** Out of rotation, still serving what is on its way. */
        DRAIN,
        TERM,
        KILL
    }

    /**
     * @param nextAt when it is pushed harder, or again
     * @param failure why it is stopped, when it is to be started again afterwards
     */
    record Stopping(
            Instant since, int failures, Push push, Instant nextAt, Optional<Cause.Failure> failure)
            implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return Optional.of(failure.<Cause>map(why -> why).orElseGet(Cause.Stopping::new));
        }

        @Override
        public Optional<Instant> wakeAt() {
            return Optional.of(nextAt);
        }

        @Override
        public boolean runs() {
            return true;
        }
    }

    record Stopped(Instant since) implements ReplicaState {
        @Override
        public Optional<Cause> cause() {
            return Optional.of(new Cause.Stopped());
        }

        @Override
        public int failures() {
            return 0;
        }
    }

    /** What happens to a replica. */
    sealed interface Event {
        /** It may start. */
        record Admitted() implements Event {}

        record Blocked(Cause.Obstacle obstacle) implements Event {}

        record ProbePassed() implements Event {}

        record ProbeFailed(Cause.ProbeFailure why) implements Event {}

        /** A probe passed, and it is not yet sure that what answered stays. */
        record ProbeHeld(Cause.ProbeFailure why) implements Event {}

        /** Its process ended, or could not be started. */
        record Ended(Cause.Failure why) implements Event {}

        record StopAsked() implements Event {}

        record KillAsked() implements Event {}

        /** Time went by. */
        record Tick() implements Event {}
    }

    /** How long it has been so. */
    default Duration heldFor(Instant now) {
        return Duration.between(since(), now);
    }
}
