package dev.muster.supervisor;

import dev.muster.supervisor.FleetStatus.Phase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a replica is in its life. Values; what follows which is decided by {@link ReplicaPolicy},
 * what is to be done about it by {@link ReplicaRun}.
 */
sealed interface ReplicaState {

    Instant since();

    Phase phase();

    /** Why it is not ready, in plain words. */
    Optional<String> cause();

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

    /** What keeps a replica from being started. */
    sealed interface Obstacle {
        /** Services it needs that have no ready replica yet. */
        record Needs(List<String> missing) implements Obstacle {
            public Needs {
                missing = List.copyOf(missing);
            }
        }

        /**
         * Something this machine lacks.
         *
         * @param sentence such as "waiting for python3"
         * @param isBeingMade whether it comes by itself, as what is being built does
         */
        record Part(String sentence, boolean isBeingMade) implements Obstacle {}

        /** As many replicas are starting as this machine bears at once. */
        record Turn() implements Obstacle {}
    }

    record Waiting(Instant since, Obstacle obstacle, int failures) implements ReplicaState {
        @Override
        public Phase phase() {
            return Phase.WAITING;
        }

        @Override
        public Optional<String> cause() {
            return Optional.of(
                    switch (obstacle) {
                        case Obstacle.Needs(var missing) ->
                                "waiting for " + String.join(" and ", missing) + " to be ready";
                        case Obstacle.Part(var sentence, var _) -> sentence;
                        case Obstacle.Turn() -> "waiting for its turn to start";
                    });
        }
    }

    /**
     * @param problem what the last probe met, or why it is started again
     */
    record Starting(Instant since, int failures, Optional<String> problem) implements ReplicaState {
        @Override
        public Phase phase() {
            return Phase.STARTING;
        }

        @Override
        public Optional<String> cause() {
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
        public Phase phase() {
            return Phase.READY;
        }

        @Override
        public Optional<String> cause() {
            return Optional.empty();
        }

        @Override
        public boolean runs() {
            return true;
        }
    }

    record Unready(Instant since, int failures, String problem) implements ReplicaState {
        @Override
        public Phase phase() {
            return Phase.UNREADY;
        }

        @Override
        public Optional<String> cause() {
            return Optional.of(problem);
        }

        @Override
        public boolean runs() {
            return true;
        }
    }

    record BackingOff(Instant since, int failures, String problem, Instant until)
            implements ReplicaState {
        @Override
        public Phase phase() {
            return Phase.BACKING_OFF;
        }

        @Override
        public Optional<String> cause() {
            return Optional.of(problem);
        }

        @Override
        public Optional<Instant> wakeAt() {
            return Optional.of(until);
        }
    }

    /**
     * @param report how its last attempt ended
     */
    record GaveUp(Instant since, int failures, String report) implements ReplicaState {
        @Override
        public Phase phase() {
            return Phase.GAVE_UP;
        }

        @Override
        public Optional<String> cause() {
            String times =
                    failures == 1 ? "it failed" : "it failed " + failures + " times in a row";
            return Optional.of("gave up because " + times + ", the last time so: " + report);
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
            Instant since, int failures, Push push, Instant nextAt, Optional<String> failure)
            implements ReplicaState {
        @Override
        public Phase phase() {
            return Phase.STOPPING;
        }

        @Override
        public Optional<String> cause() {
            return failure.or(() -> Optional.of("stopping"));
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
        public Phase phase() {
            return Phase.STOPPED;
        }

        @Override
        public Optional<String> cause() {
            return Optional.of("stopped");
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

        record Blocked(Obstacle obstacle) implements Event {}

        record ProbePassed() implements Event {}

        /**
         * @param reason such as "GET /health/ready answered 503"
         */
        record ProbeFailed(String reason) implements Event {}

        /** A probe passed, and it is not yet sure that what answered stays. */
        record ProbeHeld(String reason) implements Event {}

        /**
         * Its process ended, or could not be started.
         *
         * @param report such as "exited 1 within 0.3 s: no such table"
         */
        record Ended(String report) implements Event {}

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
