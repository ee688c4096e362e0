package dev.muster.agent;

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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says why a service is as it is: the state, what happened, what it means for callers, and what it
 * wrote last.
 */
final class Explainer {
    private static final int EVENTS_TOLD = 5;

    private final LogStore logs;

    Explainer(LogStore logs) {
        this.logs = logs;
    }

    ExplainView explain(FleetView fleet, ServiceView service) {
        var facts = new ArrayList<String>();
        service.replicas().stream()
                .filter(replica -> !replica.state().equals("ready"))
                .map(replica -> replica(replica, fleet.at()))
                .forEach(facts::add);
        happened(fleet.events(), service, fleet.at()).forEach(facts::add);
        calls(fleet.calls(), service).ifPresent(facts::add);
        var subject = Verdict.culprit(service).or(() -> service.replicas().stream().findFirst());
        subject.flatMap(this::lastLine).ifPresent(facts::add);
        return new ExplainView(
                service.name(), Verdict.of(service, fleet.at()), facts, next(service, subject));
    }

    private static String replica(ReplicaView replica, Instant now) {
        var cause = replica.cause();
        var attempt = replica.restarts() > 0 ? ", attempt " + replica.restarts() : "";
        var held = " for " + Figures.elapsed(java.time.Duration.between(replica.since(), now));
        return replica.name()
                + " is "
                + words(replica.state())
                + held
                + attempt
                + (cause == null ? "" : ": " + cause)
                + ".";
    }

    private static String words(String state) {
        return switch (state) {
            case "backing-off" -> "waiting to be started again";
            case "gave-up" -> "given up";
            default -> state;
        };
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
                                        + event.text())
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
        double asked = incoming.stream().mapToDouble(CallView::requestsPerSecond).sum() * 60;
        double failed =
                incoming.stream()
                                .mapToDouble(
                                        call ->
                                                Objects.requireNonNullElse(call.errorRatio(), 0.0)
                                                        * call.requestsPerSecond())
                                .sum()
                        * 60;
        return Optional.of(
                "Called by: "
                        + callers
                        + ". In the last minute "
                        + Figures.grouped(Math.round(failed))
                        + " of "
                        + Figures.grouped(Math.round(asked))
                        + " calls failed.");
    }

    private Optional<String> lastLine(ReplicaView replica) {
        return logs.query(LogQuery.newest(1).replica(replica.name())).entries().stream()
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
