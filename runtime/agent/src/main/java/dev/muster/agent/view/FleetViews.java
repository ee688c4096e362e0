package dev.muster.agent.view;

import dev.muster.agent.explain.ServiceHealth;
import dev.muster.agent.explain.Verdict;
import dev.muster.control.CauseView;
import dev.muster.control.EventView;
import dev.muster.control.FleetView;
import dev.muster.control.FleetView.CallView;
import dev.muster.control.FleetView.FleetState;
import dev.muster.control.FleetView.RouteView;
import dev.muster.control.FleetView.Totals;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.control.ServiceView.ServiceState;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.Sentences;
import dev.muster.fleet.ServiceSpec;
import dev.muster.store.Printable;
import dev.muster.store.metric.RouteTraffic;
import dev.muster.store.metric.SeriesStore;
import dev.muster.store.metric.Traffic;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Puts together what is shown of the fleet, from what the supervisor knows and what the stores have
 * seen.
 */
public final class FleetViews {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);
    private static final Duration CALL_WINDOW = Duration.ofMinutes(1);
    private static final Duration HISTORY_STEP = Duration.ofSeconds(4);
    private static final int HISTORY_POINTS = 60;
    private static final int ROUTES_SHOWN = 8;

    private final FleetSpec fleet;
    private final Supplier<FleetStatus> status;
    private final SeriesStore series;
    private final Supplier<List<EventView>> events;
    private final Run run;

    public FleetViews(
            FleetSpec fleet,
            Supplier<FleetStatus> status,
            SeriesStore series,
            Supplier<List<EventView>> events,
            Run run) {
        this.fleet = fleet;
        this.status = status;
        this.series = series;
        this.events = events;
        this.run = run;
    }

    /** What the agent itself knows of its run of the fleet. */
    public interface Run {
        Instant startedAt();

        /** How long the fleet took to become ready, once it did. */
        Optional<Duration> readyAfter();

        boolean isStopping();

        int gatewayPort();

        int dashboardPort();

        /** A path that was asked once and answered, where there is one. */
        Optional<String> tryPath();

        /** Waits a little while routes are being asked. */
        void awaitTryPath();

        /** In what the fleet file differs from what runs, where it does, as one sentence. */
        Optional<String> fileDifference();
    }

    /**
     * The fleet for somebody's first look, for which it waits a little while it is put together.
     */
    public FleetView firstLook() {
        run.awaitTryPath();
        return fleet();
    }

    public FleetView fleet() {
        return moment().fleet();
    }

    /** The fleet at one moment, as it is shown and as it is known. */
    public record Moment(FleetView fleet, List<ServiceHealth> services) {
        /** How the service of a name in {@link #fleet} is. */
        public ServiceHealth health(String service) {
            return services.stream()
                    .filter(health -> health.name().equals(service))
                    .findFirst()
                    .orElseThrow();
        }
    }

    public Moment moment() {
        var now = status.get();
        var services =
                now.services().values().stream()
                        .map(service -> ServiceHealth.of(service, now.at()))
                        .toList();
        return new Moment(fleet(services, now.at()), services);
    }

    private FleetView fleet(List<ServiceHealth> healths, Instant now) {
        var services = healths.stream().map(this::service).toList();
        var state = state(services);
        return new FleetView(
                fleet.name(),
                fleet.directory().toString(),
                state,
                Verdict.of(healths, state),
                now,
                run.startedAt(),
                run.readyAfter().map(Duration::toMillis).orElse(null),
                "http://localhost:" + run.gatewayPort(),
                "http://localhost:" + run.dashboardPort(),
                run.tryPath().orElse(null),
                run.fileDifference().orElse(null),
                totals(services),
                services,
                calls(),
                slowestRoutes(),
                events.get());
    }

    private ServiceView service(ServiceHealth health) {
        var service = health.status();
        var spec = fleet.services().get(service.name());
        var traffic = series.traffic(service.name(), RATE_WINDOW);
        var replicas = service.replicas().stream().map(FleetViews::replica).toList();
        return new ServiceView(
                service.name(),
                service.language(),
                health.state(),
                health.blame().map(FleetViews::cause).orElse(null),
                (int) service.ready(),
                service.wanted(),
                traffic.map(Traffic::requestsPerSecond).orElse(null),
                traffic.flatMap(Traffic::p99).map(FleetViews::millis).orElse(null),
                traffic.filter(Traffic::isP99AtMost).isPresent(),
                traffic.map(FleetViews::errorRatio).orElse(null),
                sum(service.replicas(), ReplicaStatus::residentBytes),
                rates(series.history(service.name(), HISTORY_POINTS, HISTORY_STEP)),
                service.replicas().stream()
                        .map(ReplicaStatus::version)
                        .filter(v -> !v.isEmpty())
                        .findFirst()
                        .orElse(null),
                spec == null ? List.of() : spec.prefixes(),
                spec == null ? List.of() : spec.needs(),
                replicas);
    }

    private static CauseView cause(ServiceHealth.Blame blame) {
        return CauseViews.of(blame.subject(), blame.cause(), blame.sentence());
    }

    private static ReplicaView replica(ReplicaStatus replica) {
        return new ReplicaView(
                replica.name(),
                replica.phase().word(),
                replica.cause()
                        .map(cause -> CauseViews.of(replica.name(), cause, Sentences.of(cause)))
                        .orElse(null),
                replica.pid().orElse(null),
                replica.port(),
                replica.since(),
                replica.restarts(),
                replica.residentBytes().orElse(null));
    }

    private FleetState state(List<ServiceView> services) {
        if (run.isStopping()) {
            return FleetState.STOPPING;
        }
        if (run.readyAfter().isEmpty()) {
            return FleetState.STARTING;
        }
        return services.stream()
                        .allMatch(
                                s ->
                                        s.state() == ServiceState.READY
                                                || s.state() == ServiceState.STOPPED)
                ? FleetState.READY
                : FleetState.DEGRADED;
    }

    private Totals totals(List<ServiceView> services) {
        var edge = series.edge(RATE_WINDOW);
        var minute = series.edge(CALL_WINDOW);
        var history = series.edgeHistory(HISTORY_POINTS, HISTORY_STEP);
        return new Totals(
                services.stream().mapToInt(ServiceView::replicasReady).sum(),
                services.stream().mapToInt(ServiceView::replicasWanted).sum(),
                edge.map(Traffic::requestsPerSecond).orElse(null),
                edge.flatMap(Traffic::p99).map(FleetViews::millis).orElse(null),
                edge.filter(Traffic::isP99AtMost).isPresent(),
                minute.map(Traffic::requests).orElse(null),
                minute.map(Traffic::failed).orElse(null),
                rates(history),
                p99s(history),
                sum(services, service -> Optional.ofNullable(service.memoryBytes())),
                memoryBudget(services));
    }

    private @Nullable Long memoryBudget(List<ServiceView> services) {
        long budget = 0;
        for (var service : services) {
            var perReplica = fleet.service(service.name()).flatMap(ServiceSpec::memoryBytes);
            if (perReplica.isEmpty()) {
                return null;
            }
            budget += perReplica.get() * service.replicasWanted();
        }
        return budget == 0 ? null : budget;
    }

    private List<CallView> calls() {
        return series.calls(CALL_WINDOW).stream()
                .map(
                        calls ->
                                new CallView(
                                        calls.from(),
                                        calls.to(),
                                        calls.traffic().requests(),
                                        calls.traffic().failed(),
                                        calls.traffic().requestsPerSecond(),
                                        calls.traffic().p99().map(FleetViews::millis).orElse(null),
                                        calls.traffic().isP99AtMost(),
                                        errorRatio(calls.traffic())))
                .toList();
    }

    private List<RouteView> slowestRoutes() {
        return series.routes(CALL_WINDOW).stream()
                .map(FleetViews::route)
                .sorted(Comparator.comparingDouble(RouteView::p99Millis).reversed())
                .limit(ROUTES_SHOWN)
                .toList();
    }

    private static RouteView route(RouteTraffic route) {
        var traffic = route.traffic();
        return new RouteView(
                route.service(),
                Printable.line(route.method()),
                Printable.line(route.route()),
                traffic.requestsPerSecond(),
                traffic.p99().map(FleetViews::millis).orElse(0.0),
                traffic.isP99AtMost(),
                traffic.errorRatio().orElse(0));
    }

    private static List<@Nullable Double> rates(List<Optional<Traffic>> history) {
        return points(history, point -> point.map(Traffic::requestsPerSecond));
    }

    private static List<@Nullable Double> p99s(List<Optional<Traffic>> history) {
        return points(history, point -> point.flatMap(Traffic::p99).map(FleetViews::millis));
    }

    private static List<@Nullable Double> points(
            List<Optional<Traffic>> history, Function<Optional<Traffic>, Optional<Double>> figure) {
        var points = new ArrayList<@Nullable Double>();
        history.forEach(point -> points.add(figure.apply(point).orElse(null)));
        return points;
    }

    private static <T> @Nullable Long sum(List<T> parts, Function<T, Optional<Long>> figure) {
        var known = parts.stream().map(figure).flatMap(Optional::stream).toList();
        return known.isEmpty() ? null : known.stream().mapToLong(Long::longValue).sum();
    }

    private static @Nullable Double errorRatio(Traffic traffic) {
        var ratio = traffic.errorRatio();
        return ratio.isPresent() ? ratio.getAsDouble() : null;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
