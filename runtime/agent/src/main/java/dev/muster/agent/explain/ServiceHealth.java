package dev.muster.agent.explain;

import dev.muster.control.ServiceView.ServiceState;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentence;
import dev.muster.fleet.Sentences;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * How a service is, and what is to blame where it is not as it should be.
 *
 * @param blame why it is not ready, or why it runs what was built before
 */
public record ServiceHealth(ServiceStatus status, ServiceState state, Optional<Blame> blame) {

    /**
     * What keeps a service from being as it should be.
     *
     * @param subject the service or replica at fault
     * @param sentence names the subject, unless the service only waits
     */
    public record Blame(String subject, Cause cause, Sentence sentence) {}

    public static ServiceHealth of(ServiceStatus status, Instant now) {
        return new ServiceHealth(status, state(status), blame(status, now));
    }

    public String name() {
        return status.name();
    }

    /** The replica that keeps the service from being ready. */
    public Optional<ReplicaStatus> culprit() {
        return culprit(status);
    }

    private static Optional<ReplicaStatus> culprit(ServiceStatus status) {
        return status.replicas().stream()
                .filter(replica -> replica.phase() != Phase.READY)
                .max(Comparator.comparingInt(ReplicaStatus::restarts));
    }

    private static ServiceState state(ServiceStatus service) {
        if (service.wanted() == 0) {
            return ServiceState.STOPPED;
        }
        if (service.ready() >= service.wanted()) {
            return ServiceState.READY;
        }
        if (service.ready() > 0) {
            return ServiceState.DEGRADED;
        }
        if (service.build() instanceof BuildState.Failed || has(service, Phase.WAITING)) {
            return ServiceState.WAITING;
        }
        return isBuilding(service) || isStarting(service)
                ? ServiceState.STARTING
                : ServiceState.DOWN;
    }

    /** What failed is down while it is tried again, be it that it never was up. */
    private static boolean isStarting(ServiceStatus service) {
        return service.replicas().stream()
                .anyMatch(replica -> replica.phase() == Phase.STARTING && replica.restarts() == 0);
    }

    private static boolean has(ServiceStatus service, Phase phase) {
        return service.replicas().stream().anyMatch(replica -> replica.phase() == phase);
    }

    private static boolean isBuilding(ServiceStatus service) {
        return service.build() instanceof BuildState.Running;
    }

    /**
     * The cause of the replica that is worst off; a failed build tells more than what follows from
     * it.
     */
    private static Optional<Blame> blame(ServiceStatus service, Instant now) {
        if (service.build() instanceof BuildState.Failed(var problem)) {
            var log = ".muster/build/" + service.name() + ".log";
            var cause = new Cause.DidNotBuild(problem, Optional.of(log));
            var sentence = Sentences.about(service.name(), cause);
            return Optional.of(new Blame(service.name(), cause, sentence));
        }
        if (service.ready() >= service.wanted()) {
            return Optional.empty();
        }
        return culprit(service)
                .flatMap(culprit -> blame(culprit, now))
                .or(() -> Optional.of(building(service)).filter(_ -> isBuilding(service)));
    }

    private static Optional<Blame> blame(ReplicaStatus culprit, Instant now) {
        return culprit.cause()
                .map(
                        cause ->
                                new Blame(
                                        culprit.name(),
                                        cause,
                                        ReplicaVerdict.of(culprit, cause, now)));
    }

    private static Blame building(ServiceStatus service) {
        var building = new Cause.Building();
        return new Blame(service.name(), building, Sentences.of(building));
    }
}
