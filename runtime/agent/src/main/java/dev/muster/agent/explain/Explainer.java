package dev.muster.agent.explain;

import dev.muster.agent.text.EventText;
import dev.muster.agent.text.Figures;
import dev.muster.control.EventView;
import dev.muster.control.ExplainView;
import dev.muster.control.FleetView;
import dev.muster.control.FleetView.CallView;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.fleet.Cause;
import dev.muster.fleet.DurationText;
import dev.muster.store.Printable;
import dev.muster.store.StoreException;
import dev.muster.store.log.LogPage;
import dev.muster.store.log.LogQuery;
import dev.muster.store.log.LogStore;
import dev.muster.store.metric.ScrapeSource;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Says why a service is as it is: the state, what happened, what it means for callers, and what it
 * wrote last.
 */
public final class Explainer {
    private static final int EVENTS_TOLD = 5;

    private final LogStore logs;
    private final Function<String, Instant> logSince;
    private final Supplier<Map<ScrapeSource, String>> scrapeFailures;

    /**
     * @param logSince from when on the log of a replica holds lines of the process that runs now
     * @param scrapeFailures why the figures of a replica are not known, where they are not
     */
    public Explainer(
            LogStore logs,
            Function<String, Instant> logSince,
            Supplier<Map<ScrapeSource, String>> scrapeFailures) {
        this.logs = logs;
        this.logSince = logSince;
        this.scrapeFailures = scrapeFailures;
    }

    /**
     * @param health of the service that the view is of, at the same moment
     */
    public ExplainView explain(FleetView fleet, ServiceView service, ServiceHealth health) {
        var culprit = health.culprit();
        var replicas = health.status().replicas();
        var facts = new ArrayList<String>();
        replicas.stream()
                .filter(replica -> replica.phase() != Phase.READY)
                .map(
                        replica ->
                                culprit.filter(replica::equals).isPresent()
                                        ? held(replica, fleet.at())
                                        : told(replica, fleet.at()))
                .distinct()
                .forEach(facts::add);
        happened(fleet.events(), service, fleet.at()).forEach(facts::add);
        calls(fleet.calls(), service).ifPresent(facts::add);
        unknown(service).forEach(facts::add);
        var subject = culprit.or(() -> replicas.stream().findFirst()).map(ReplicaStatus::name);
        subject.flatMap(this::lastLine).ifPresent(facts::add);
        return new ExplainView(
                service.name(),
                Verdict.of(health),
                service.cause(),
                facts,
                next(health, subject.orElse(service.name())));
    }

    /** For how long it has been so; why, the first sentence says. */
    private static String held(ReplicaStatus replica, Instant now) {
        var held = DurationText.of(Duration.between(replica.since(), now));
        return replica.name() + " has been " + words(replica.phase()) + " for " + held + ".";
    }

    private static String words(Phase phase) {
        return switch (phase) {
            case BACKING_OFF -> "waiting to be started again";
            case GAVE_UP -> "given up";
            default -> phase.word();
        };
    }

    private static String told(ReplicaStatus replica, Instant now) {
        return replica.cause()
                        .map(cause -> ReplicaVerdict.of(replica, cause, now).text())
                        .map(Printable::line)
                        .orElseGet(() -> replica.name() + " is " + replica.phase().word())
                + ".";
    }

    /** Why figures of it are shown as not known. */
    private List<String> unknown(ServiceView service) {
        return scrapeFailures.get().entrySet().stream()
                .filter(failure -> failure.getKey().service().equals(service.name()))
                .map(
                        failure ->
                                failure.getKey().replica()
                                        + " tells no figures: "
                                        + failure.getValue()
                                        + ".")
                .sorted()
                .toList();
    }

    private static List<String> happened(List<EventView> events, ServiceView service, Instant now) {
        return events.stream()
                .filter(event -> service.name().equals(event.service()))
                .limit(EVENTS_TOLD)
                .map(
                        event ->
                                Figures.clock(event.at())
                                        + " ("
                                        + Figures.ago(event.at(), now)
                                        + ") "
                                        + EventText.sentence(event))
                .toList();
    }

    /** Who calls the service, and how many of those calls failed in the last minute. */
    private static Optional<String> calls(List<CallView> calls, ServiceView service) {
        var incoming = calls.stream().filter(call -> call.to().equals(service.name())).toList();
        if (incoming.isEmpty()) {
            return Optional.empty();
        }
        var callers =
                String.join(
                        ", ", incoming.stream().map(CallView::from).distinct().sorted().toList());
        return Optional.of(
                "Called by: "
                        + callers
                        + ". In the last minute "
                        + Figures.grouped(incoming.stream().mapToLong(CallView::failed).sum())
                        + " of "
                        + Figures.grouped(incoming.stream().mapToLong(CallView::requests).sum())
                        + " calls failed.");
    }

    /** Of a log that cannot be read, why: everything else is worth being said all the same. */
    private Optional<String> lastLine(String replica) {
        // Some programs write whole seconds.
        var since = logSince.apply(replica).truncatedTo(ChronoUnit.SECONDS);
        var newest = LogQuery.newest(1).replica(replica).since(since);
        try {
            return lastLine(replica, logs.query(newest));
        } catch (StoreException e) {
            return Optional.of("Last line of " + replica + ": " + e.getMessage() + ".");
        }
    }

    private static Optional<String> lastLine(String replica, LogPage newest) {
        return newest.entries().stream()
                .findFirst()
                .map(
                        line ->
                                "Last line of "
                                        + replica
                                        + ": "
                                        + Figures.clock(line.at())
                                        + line.level().map(level -> " " + level).orElse("")
                                        + " "
                                        + line.message());
    }

    private static String next(ServiceHealth service, String subject) {
        if (service.blame()
                .filter(blame -> blame.cause() instanceof Cause.DidNotBuild)
                .isPresent()) {
            return "muster restart " + service.name();
        }
        return "muster logs "
                + (service.state() == ServiceState.READY ? service.name() : subject)
                + " --since 5m";
    }
}
