package dev.muster.agent.explain;

import dev.muster.agent.text.EventText;
import dev.muster.agent.text.Figures;
import dev.muster.control.EventView;
import dev.muster.control.ExplainView;
import dev.muster.control.FleetView;
import dev.muster.control.FleetView.CallView;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.store.LogQuery;
import dev.muster.store.LogStore;
import dev.muster.store.ScrapeSource;

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

    public ExplainView explain(FleetView fleet, ServiceView service) {
        var culprit = Verdict.culprit(service.replicas());
        var facts = new ArrayList<String>();
        service.replicas().stream()
                .filter(replica -> !replica.state().equals("ready"))
                .map(
                        replica ->
                                culprit.filter(replica::equals).isPresent()
                                        ? held(replica, fleet.at())
                                        : Verdict.of(replica, fleet.at()) + ".")
                .distinct()
                .forEach(facts::add);
        happened(fleet.events(), service, fleet.at()).forEach(facts::add);
        calls(fleet.calls(), service).ifPresent(facts::add);
        unknown(service).forEach(facts::add);
        var subject = culprit.or(() -> service.replicas().stream().findFirst());
        subject.flatMap(this::lastLine).ifPresent(facts::add);
        return new ExplainView(service.name(), Verdict.of(service), facts, next(service, subject));
    }

    /** For how long it has been so; why, the first sentence says. */
    private static String held(ReplicaView replica, Instant now) {
        var held = Figures.elapsed(Duration.between(replica.since(), now));
        return replica.name() + " has been " + words(replica.state()) + " for " + held + ".";
    }

    private static String words(String state) {
        return switch (state) {
            case "backing-off" -> "waiting to be started again";
            case "gave-up" -> "given up";
            default -> state;
        };
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

    private Optional<String> lastLine(ReplicaView replica) {
        // Some programs write whole seconds.
        var since = logSince.apply(replica.name()).truncatedTo(ChronoUnit.SECONDS);
        var newest = LogQuery.newest(1).replica(replica.name()).since(since);
        return logs.query(newest).entries().stream()
                .findFirst()
                .map(
                        line ->
                                "Last line of "
                                        + replica.name()
                                        + ": "
                                        + Figures.clock(line.at())
                                        + line.level().map(level -> " " + level).orElse("")
                                        + " "
                                        + line.message());
    }

    private static String next(ServiceView service, Optional<ReplicaView> subject) {
        var cause = service.cause();
        if (cause != null && cause.contains("did not build")) {
            return "muster restart " + service.name();
        }
        return "muster logs "
                + (service.state() == ServiceState.READY
                        ? service.name()
                        : subject.map(ReplicaView::name).orElse(service.name()))
                + " --since 5m";
    }
}
