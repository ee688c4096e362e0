package dev.muster.supervisor;

import dev.muster.fleet.Cause;
import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.LackingParts.Answer;
import dev.muster.supervisor.release.Prepared;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaRun;
import dev.muster.supervisor.replica.ReplicaState.Event;
import dev.muster.supervisor.replica.ReplicaState.Starting;
import dev.muster.supervisor.timeline.Timeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which of the waiting replicas may start: those whose code and program are there, whose
 * needs are ready, and as many at once as the machine bears. Confined to the timeline's thread.
 */
final class Admission {

    /** A replica that has been starting for so long does not keep the processor busy any more. */
    private static final Duration START_EFFORT = Duration.ofSeconds(10);

    private final SupervisorConfig config;
    private final Timeline timeline;
    private final Map<String, ServiceRun> services;
    private final LackingParts parts;

    Admission(
            SupervisorConfig config,
            Timeline timeline,
            Map<String, ServiceRun> services,
            LackingParts parts) {
        this.config = config;
        this.timeline = timeline;
        this.services = services;
        this.parts = parts;
    }

    /**
     * Lets replicas start: the first ones of every service before the second ones.
     *
     * @return whether it is to be asked again after a while, for what may have come to be there
     */
    boolean admit() {
        List<ReplicaRun> waiting =
                services()
                        .flatMap(ServiceRun::waiting)
                        .sorted(Comparator.comparingInt(ReplicaRun::number))
                        .toList();
        waiting.forEach(this::consider);
        return !waiting.isEmpty();
    }

    private void consider(ReplicaRun replica) {
        ServiceRun service = service(replica.service());
        switch (service.prepared()) {
            case Prepared.Lacking(var part) -> replica.handle(new Event.Blocked(part));
            case Prepared.Startable(var release) -> consider(replica, service.spec(), release);
        }
    }

    /** To try what cannot start would fail for as long as the machine lacks a part of it. */
    private void consider(ReplicaRun replica, ServiceSpec service, Release release) {
        switch (parts.of(service, release)) {
            case Answer.Pending() -> {}
            case Answer.Lacking(var part) -> replica.handle(new Event.Blocked(part));
            case Answer.Nothing() ->
                    replica.handle(
                            missingNeeds(service)
                                    .or(this::turn)
                                    .<Event>map(Event.Blocked::new)
                                    .orElseGet(Event.Admitted::new));
        }
    }

    private Optional<Cause.Obstacle> missingNeeds(ServiceSpec service) {
        List<String> missing =
                service.needs().stream().filter(need -> !service(need).hasReady()).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Cause.WaitingForNeeds(missing));
    }

    private Optional<Cause.Obstacle> turn() {
        var now = timeline.instant();
        long starting =
                services()
                        .flatMap(ServiceRun::all)
                        .map(ReplicaRun::state)
                        .filter(Starting.class::isInstance)
                        .filter(state -> state.heldFor(now).compareTo(START_EFFORT) < 0)
                        .count();
        return starting < config.startsAtOnce()
                ? Optional.empty()
                : Optional.of(new Cause.WaitingForTurn());
    }

    private Stream<ServiceRun> services() {
        return services.values().stream();
    }

    private ServiceRun service(String name) {
        return Objects.requireNonNull(services.get(name), name);
    }
}
