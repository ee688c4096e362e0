package dev.muster.agent.explain;

import dev.muster.agent.explain.ServiceHealth.Blame;
import dev.muster.control.FleetView.FleetState;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.control.VerdictView;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Counted;
import dev.muster.fleet.Sentence;
import dev.muster.fleet.Sentences;
import dev.muster.store.Printable;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The sentences that say how a fleet or a service is, and why. Pure. */
public final class Verdict {
    private Verdict() {}

    /**
     * One sentence on the whole fleet: the service that is worst off, or that all is well. It is
     * shown beside that service's own cause, so of that it has what happened and not what follows.
     */
    public static VerdictView of(List<ServiceHealth> services, FleetState state) {
        return switch (state) {
            case STOPPING -> plain("The fleet is stopping.");
            case READY ->
                    plain(
                            services.isEmpty()
                                    ? "The fleet has no services yet."
                                    : "Every service is ready: " + replicas(services) + ".");
            case STARTING -> starting(services);
            case DEGRADED ->
                    services.stream()
                            .filter(Verdict::isAmiss)
                            .max(Comparator.comparingInt(service -> badness(service.state())))
                            .map(worst -> view(of(worst, Sentence::briefly), worst.name()))
                            .orElseGet(() -> plain(""));
        };
    }

    /** One sentence on a service. */
    public static String of(ServiceHealth service) {
        return Printable.line(of(service, UnaryOperator.identity()).text()) + ".";
    }

    /**
     * @param extent how much is told of what is to blame
     */
    private static Sentence of(ServiceHealth service, UnaryOperator<Sentence> extent) {
        var name = service.name();
        var because =
                service.blame()
                        .map(blame -> ": " + extent.apply(blame.sentence()).text())
                        .orElse("");
        return switch (service.state()) {
            case READY -> ready(service);
            case STOPPED -> Sentence.of(name + " is stopped", ": it is scaled to 0 replicas");
            case STARTING -> Sentence.of(name + " is starting", because);
            case WAITING ->
                    service.blame()
                            .map(blame -> extent.apply(waiting(name, blame)))
                            .orElseGet(() -> Sentence.of(name + " is waiting"));
            case DOWN -> Sentence.of(name + " is down", because);
            case DEGRADED ->
                    Sentence.of(name + " is degraded", because).then("; " + carriers(service));
        };
    }

    private static Sentence ready(ServiceHealth service) {
        var traffic =
                Counted.of(service.status().ready(), "replica")
                        + (service.status().ready() == 1 ? " takes" : " take")
                        + " its traffic";
        var older =
                service.blame()
                        .map(blame -> ", with the code built before; " + blame.sentence().text())
                        .orElse("");
        return Sentence.of(service.name() + " is ready", ": " + traffic).then(older);
    }

    /** What its replicas wait for is what the service waits for. */
    private static Sentence waiting(String service, Blame blame) {
        return blame.cause() instanceof Cause.Obstacle
                ? Sentences.about(service, blame.cause())
                : Sentence.of(service + " waits", ": ", blame.sentence());
    }

    private static VerdictView starting(List<ServiceHealth> services) {
        var names =
                services.stream()
                        .filter(Verdict::isAmiss)
                        .map(ServiceHealth::name)
                        .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? plain("The fleet is starting.")
                : new VerdictView("Starting: " + names + ".", "Starting", null);
    }

    private static boolean isAmiss(ServiceHealth service) {
        return service.state() != ServiceState.READY && service.state() != ServiceState.STOPPED;
    }

    private static VerdictView plain(String sentence) {
        return new VerdictView(sentence, "", null);
    }

    private static VerdictView view(Sentence sentence, String service) {
        return new VerdictView(
                Printable.line(sentence.text()) + ".", Printable.line(sentence.lead()), service);
    }

    private static String carriers(ServiceHealth service) {
        var names =
                service.status().replicas().stream()
                        .filter(replica -> replica.phase() == Phase.READY)
                        .map(ReplicaStatus::name)
                        .toList();
        return String.join(" and ", names)
                + (names.size() == 1 ? " carries" : " carry")
                + " its traffic";
    }

    private static String replicas(List<ServiceHealth> services) {
        return Counted.of(services.size(), "service")
                + ", "
                + Counted.of(
                        services.stream().mapToLong(service -> service.status().ready()).sum(),
                        "replica");
    }

    private static int badness(ServiceState state) {
        return switch (state) {
            case READY, STOPPED -> 0;
            case STARTING -> 1;
            case WAITING -> 2;
            case DEGRADED -> 3;
            case DOWN -> 4;
        };
    }
}
