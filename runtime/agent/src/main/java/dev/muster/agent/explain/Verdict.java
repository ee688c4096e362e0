package dev.muster.agent.explain;

import dev.muster.agent.text.Figures;
import dev.muster.control.FleetView.FleetState;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.control.ServiceView.ServiceState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The sentences that say how a fleet or a service is, and why. Pure. */
public final class Verdict {
    private static final Predicate<String> IS_A_STATE =
            Pattern.compile("(starting|stopping|stopped)\\b.*").asMatchPredicate();

    private Verdict() {}

    /**
     * One sentence on the whole fleet: the service that is worst off, or that all is well. It is
     * shown beside that service's own cause, so of that it has what happened and not what follows.
     */
    public static String of(List<ServiceView> services, FleetState state) {
        return switch (state) {
            case STOPPING -> "The fleet is stopping.";
            case READY ->
                    services.isEmpty()
                            ? "The fleet has no services yet."
                            : "Every service is ready: " + replicas(services) + ".";
            case STARTING -> starting(services);
            case DEGRADED ->
                    services.stream()
                            .filter(
                                    service ->
                                            service.state() != ServiceState.READY
                                                    && service.state() != ServiceState.STOPPED)
                            .max(Comparator.comparingInt(service -> badness(service.state())))
                            .map(worst -> of(worst, firstClause(worst.cause())))
                            .orElse("");
        };
    }

    /** One sentence on a service. */
    public static String of(ServiceView service) {
        return of(service, service.cause());
    }

    private static String of(ServiceView service, @Nullable String cause) {
        return switch (service.state()) {
            case READY ->
                    service.name()
                            + " is ready: "
                            + Figures.counted(service.replicasReady(), "replica")
                            + (service.replicasReady() == 1 ? " takes" : " take")
                            + " its traffic"
                            + (cause == null ? "" : ", with the code built before; " + cause)
                            + ".";
            case STOPPED -> service.name() + " is stopped: it is scaled to 0 replicas.";
            case STARTING -> service.name() + " is starting" + because(cause) + ".";
            case WAITING -> {
                var why = Objects.requireNonNullElse(cause, "waiting");
                yield (why.startsWith(service.name() + " ") ? "" : service.name() + verb(why))
                        + why
                        + ".";
            }
            case DOWN -> service.name() + " is down" + because(cause) + ".";
            case DEGRADED ->
                    service.name()
                            + " is degraded"
                            + because(cause)
                            + "; "
                            + carriers(service)
                            + ".";
        };
    }

    /** One clause on a replica that is not ready, beginning with its name unless it only waits. */
    public static String of(ReplicaView replica, Instant now) {
        var cause = Objects.requireNonNullElse(replica.cause(), replica.state());
        return switch (replica.state()) {
            case "waiting" -> cause;
            case "unready" -> replica.name() + " is unready: " + cause;
            case "backing-off" ->
                    replica.name()
                            + " "
                            + cause
                            + ", "
                            + Figures.ago(replica.since(), now)
                            + "; starting again, attempt "
                            + replica.restarts();
            default -> replica.name() + (IS_A_STATE.test(cause) ? " is " : " ") + cause;
        };
    }

    /** The replica that keeps a service from being ready. */
    public static Optional<ReplicaView> culprit(List<ReplicaView> replicas) {
        return replicas.stream()
                .filter(replica -> !replica.state().equals("ready"))
                .max(Comparator.comparingInt(ReplicaView::restarts));
    }

    private static String starting(List<ServiceView> services) {
        var names =
                services.stream()
                        .filter(
                                service ->
                                        service.state() != ServiceState.READY
                                                && service.state() != ServiceState.STOPPED)
                        .map(ServiceView::name)
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "The fleet is starting." : "Starting: " + names + ".";
    }

    private static @Nullable String firstClause(@Nullable String cause) {
        int end = cause == null ? -1 : cause.indexOf("; ");
        return cause == null || end < 0 ? cause : cause.substring(0, end);
    }

    private static String verb(String cause) {
        return cause.startsWith("waiting") || cause.startsWith("building") ? " is " : " waits: ";
    }

    private static String because(@Nullable String cause) {
        return cause == null ? "" : ": " + cause;
    }

    private static String carriers(ServiceView service) {
        var names =
                service.replicas().stream()
                        .filter(replica -> replica.state().equals("ready"))
                        .map(ReplicaView::name)
                        .toList();
        return String.join(" and ", names)
                + (names.size() == 1 ? " carries" : " carry")
                + " its traffic";
    }

    private static String replicas(List<ServiceView> services) {
        return Figures.counted(services.size(), "service")
                + ", "
                + Figures.counted(
                        services.stream().mapToInt(ServiceView::replicasReady).sum(), "replica");
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
