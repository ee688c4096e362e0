package dev.muster.agent;

import dev.muster.agent.start.Narrator;
import dev.muster.agent.stream.Changes;
import dev.muster.agent.view.EventLog;
import dev.muster.agent.view.FirstRequest;
import dev.muster.discovery.Endpoint;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Event;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.fleet.Severity;
import dev.muster.registry.Registry;
import dev.muster.store.metric.ScrapeTarget;
import dev.muster.store.metric.Scraper;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.supervisor.SupervisorListener;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries what the supervisor says to those who must know: endpoints to the registry, targets to
 * the scraper, events to their log, progress to the narrator. The parts of the runtime meet here
 * and nowhere else. Called by the supervisor's one thread.
 */
final class Wiring implements SupervisorListener {
    private final FleetSpec fleet;
    private final Instant startedAt;
    private final Registry registry;
    private final Scraper scraper;
    private final EventLog events;
    private final Narrator narrator;
    private final FirstRequest firstRequest;
    private final Changes changes;

    /**
     * Replicas of an earlier agent that are still to be looked at; null before the first status.
     */
    private @Nullable Set<String> takenOver;

    private volatile Optional<Duration> readyAfter = Optional.empty();

    Wiring(
            FleetSpec fleet,
            Instant startedAt,
            Registry registry,
            Scraper scraper,
            EventLog events,
            Narrator narrator,
            FirstRequest firstRequest,
            Changes changes) {
        this.fleet = fleet;
        this.startedAt = startedAt;
        this.registry = registry;
        this.scraper = scraper;
        this.events = events;
        this.narrator = narrator;
        this.firstRequest = firstRequest;
        this.changes = changes;
    }

    /**
     * How long the fleet took until every service that can be ready was, once it did. Any thread.
     */
    Optional<Duration> readyAfter() {
        return readyAfter;
    }

    @Override
    public void changed(FleetStatus status) {
        registry.publish(endpoints(status));
        openRegistry(status);
        firstRequest.changed(status);
        scraper.targets(targets(status));
        if (readyAfter.isEmpty() && status.isSettled()) {
            settled(status);
        }
        narrator.changed(status);
        changes.signal();
    }

    @Override
    public void happened(Event event) {
        events.supervisor(event);
    }

    @Override
    public void progressed(Progress progress) {
        narrator.progressed(progress);
    }

    /**
     * Opens the registry once every replica that was taken over has been probed: an empty answer
     * before that would make services forget endpoints that are there.
     */
    private void openRegistry(FleetStatus status) {
        if (registry.isOpen()) {
            return;
        }
        var pending =
                replicas(status)
                        .filter(
                                replica ->
                                        replica.phase() == Phase.STARTING
                                                && replica.pid().isPresent())
                        .map(ReplicaStatus::name)
                        .collect(Collectors.toSet());
        if (takenOver == null) {
            takenOver = pending;
        }
        takenOver.retainAll(pending);
        if (takenOver.isEmpty()) {
            registry.open();
        }
    }

    private void settled(FleetStatus status) {
        var took = Duration.between(startedAt, status.at());
        readyAfter = Optional.of(took);
        long ready = status.services().values().stream().mapToLong(ServiceStatus::ready).sum();
        long wanted = status.services().values().stream().mapToLong(ServiceStatus::wanted).sum();
        int services = status.services().size();
        if (ready == wanted) {
            events.fleet(Severity.INFO, new Cause.FleetReady(fleet.name(), services, wanted, took));
        } else {
            events.fleet(
                    Severity.WARN,
                    new Cause.FleetReadyInPart(fleet.name(), services, ready, wanted, took));
        }
    }

    private static Map<String, List<Endpoint>> endpoints(FleetStatus status) {
        var ready = new HashMap<String, List<Endpoint>>();
        status.services()
                .forEach(
                        (name, service) ->
                                ready.put(
                                        name,
                                        service.replicas().stream()
                                                .filter(replica -> replica.phase() == Phase.READY)
                                                .map(
                                                        replica ->
                                                                new Endpoint(
                                                                        replica.name(),
                                                                        replica.host(),
                                                                        replica.port(),
                                                                        Map.of(
                                                                                "version",
                                                                                replica.version())))
                                                .toList()));
        return ready;
    }

    private Set<ScrapeTarget> targets(FleetStatus status) {
        var targets = new HashSet<ScrapeTarget>();
        status.services()
                .forEach(
                        (name, service) -> {
                            if (fleet.service(name).filter(Wiring::hasMetrics).isPresent()) {
                                service.replicas().stream()
                                        .filter(replica -> replica.phase() == Phase.READY)
                                        .map(
                                                replica ->
                                                        ScrapeTarget.of(
                                                                name,
                                                                replica.name(),
                                                                replica.host(),
                                                                replica.port()))
                                        .forEach(targets::add);
                            }
                        });
        return targets;
    }

    /**
     * Whether a service may answer {@code /metrics}: one run from a jar, or one that is probed by
     * HTTP. Asking anything else would only fill its log.
     */
    private static boolean hasMetrics(ServiceSpec service) {
        return service.protocol() == Protocol.HTTP
                && (service.probe().ready() instanceof ReadyCheck.Http
                        || service.run() instanceof RunSpec.Project
                        || service.run() instanceof RunSpec.Jar);
    }

    private static Stream<ReplicaStatus> replicas(FleetStatus status) {
        return status.services().values().stream().flatMap(service -> service.replicas().stream());
    }
}
