package dev.muster.supervisor;

import dev.muster.driver.RunningReplica;
import dev.muster.fleet.Cause;
import dev.muster.supervisor.replica.ReplicaRun;
import dev.muster.supervisor.replica.ReplicaState;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * How every replica of the fleet is at one moment. Immutable and whole.
 *
 * @param at when it was taken
 * @param services in the order of the fleet file
 */
public record FleetStatus(Instant at, SequencedMap<String, ServiceStatus> services) {

    public Optional<ServiceStatus> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    public Optional<ReplicaStatus> replica(String name) {
        return services.values().stream()
                .flatMap(service -> service.replicas().stream())
                .filter(replica -> replica.name().equals(name))
                .findFirst();
    }

    /**
     * Everything that can become ready on this machine is ready, or has shown that it will not be:
     * what {@code up} waits for.
     */
    public boolean isSettled() {
        return services.values().stream().allMatch(ServiceStatus::isSettled);
    }

    /** Every wanted replica of every service is ready. */
    public boolean isReady() {
        return services.values().stream().allMatch(ServiceStatus::isReady);
    }

    /**
     * One service.
     *
     * @param wanted how many replicas there should be
     * @param build how its build is going, where it is built
     * @param language {@code java} for what runs from a jar, else the program's name
     * @param replicas by number; those being stopped are among them until they are gone
     */
    public record ServiceStatus(
            String name,
            int wanted,
            BuildState build,
            String language,
            List<ReplicaStatus> replicas) {
        public ServiceStatus {
            replicas = List.copyOf(replicas);
        }

        /** Replicas that take traffic. */
        public long ready() {
            return replicas.stream().filter(r -> r.phase() == Phase.READY).count();
        }

        boolean isReady() {
            return ready() >= wanted;
        }

        boolean isSettled() {
            return !(build instanceof BuildState.Running)
                    && replicas.size() >= wanted
                    && replicas.stream().allMatch(ReplicaStatus::settled);
        }
    }

    /** Whether the newest code of a service is built. */
    public sealed interface BuildState {
        /** Nothing to build, or built. */
        record Done() implements BuildState {}

        record Running() implements BuildState {}

        /**
         * The newest sources do not build; what was built before may still serve.
         *
         * @param problem the first line of why
         */
        record Failed(String problem) implements BuildState {}
    }

    /**
     * One replica.
     *
     * @param name service and number, such as {@code orders-2}
     * @param cause why it is not ready
     * @param pid of the program, while it runs and is known
     * @param host where it answers
     * @param port where it answers
     * @param since when it entered this phase
     * @param readyAfter how long its last start took to become ready
     * @param restarts starts after a failure, since its last stable period
     * @param version a short hash of what it runs
     * @param residentBytes memory of its processes, where it was measured
     * @param logSince from when on its log holds lines of this process alone; in the far future
     *     while one that it replaced may still write there
     * @param settled what runs of it was ready, or it has shown that it will not be soon: a part is
     *     missing, it was given up, or its start deadline went by
     */
    public record ReplicaStatus(
            String name,
            Phase phase,
            Optional<Cause> cause,
            Optional<Long> pid,
            String host,
            int port,
            Instant since,
            Optional<Duration> readyAfter,
            int restarts,
            String version,
            Optional<Long> residentBytes,
            Instant logSince,
            boolean settled) {

        static ReplicaStatus of(ReplicaRun replica) {
            var state = replica.state();
            return new ReplicaStatus(
                    replica.name(),
                    Phase.of(state),
                    replica.cause(),
                    replica.process().flatMap(RunningReplica::pid),
                    replica.host(),
                    replica.port(),
                    state.since(),
                    replica.readyAfter(),
                    state.failures(),
                    replica.version(),
                    replica.residentBytes(),
                    replica.logSince(),
                    replica.isSettled());
        }
    }

    /** The states of a replica, as they are shown. */
    public enum Phase {
        WAITING("waiting"),
        STARTING("starting"),
        READY("ready"),
        UNREADY("unready"),
        BACKING_OFF("backing-off"),
        GAVE_UP("gave-up"),
        STOPPING("stopping"),
        STOPPED("stopped");

        private final String word;

        static Phase of(ReplicaState state) {
            return switch (state) {
                case ReplicaState.Waiting _ -> WAITING;
                case ReplicaState.Starting _ -> STARTING;
                case ReplicaState.Ready _ -> READY;
                case ReplicaState.Unready _ -> UNREADY;
                case ReplicaState.BackingOff _ -> BACKING_OFF;
                case ReplicaState.GaveUp _ -> GAVE_UP;
                case ReplicaState.Stopping _ -> STOPPING;
                case ReplicaState.Stopped _ -> STOPPED;
            };
        }

        Phase(String word) {
            this.word = word;
        }

        /** As the control API and {@code ps} write it. */
        public String word() {
            return word;
        }
    }
}
