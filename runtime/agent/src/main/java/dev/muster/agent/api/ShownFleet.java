package dev.muster.agent.api;

import dev.muster.control.ApiQuery;
import dev.muster.control.FleetView;
import dev.muster.control.FleetView.Totals;
import dev.muster.control.ServiceView;
import dev.muster.control.ServiceView.ReplicaView;
import dev.muster.http.Request;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one reader is shown of the fleet, and whether that has changed since. Memory is shown in
 * whole mebibytes: a replica takes and gives back a page all the time. Of one thread.
 */
final class ShownFleet {
    private static final int MEBIBYTE = 20;

    private final boolean namesAlone;
    private @Nullable FleetView last;

    private ShownFleet(boolean namesAlone) {
        this.namesAlone = namesAlone;
    }

    /**
     * What the query asks for.
     *
     * @throws dev.muster.http.HttpProblem 400 where that is nothing there is
     */
    static ShownFleet of(Request request) {
        var show = request.query(ApiQuery.SHOW).orElse("services");
        return switch (show) {
            case "services" -> new ShownFleet(false);
            case "names" -> new ShownFleet(true);
            default -> throw Replies.wrong(request, ApiQuery.SHOW, show, "services or names");
        };
    }

    /** What is to be shown now; empty where that is what was shown before, whenever that was. */
    Optional<FleetView> next(FleetView fleet) {
        var shown = namesAlone ? names(fleet) : whole(fleet);
        var timeless = at(shown, Instant.EPOCH);
        if (timeless.equals(last)) {
            return Optional.empty();
        }
        last = timeless;
        return Optional.of(shown);
    }

    private static FleetView whole(FleetView fleet) {
        var totals = fleet.totals();
        return with(
                fleet,
                fleet.at(),
                new Totals(
                        totals.replicasReady(),
                        totals.replicasWanted(),
                        totals.requestsPerSecond(),
                        totals.p99Millis(),
                        totals.p99AtMost(),
                        totals.requestsLastMinute(),
                        totals.failedLastMinute(),
                        totals.requestHistory(),
                        totals.p99History(),
                        mebibytes(totals.memoryBytes()),
                        totals.memoryBudgetBytes()),
                fleet.services().stream().map(ShownFleet::whole).toList());
    }

    private static ServiceView whole(ServiceView service) {
        return new ServiceView(
                service.name(),
                service.language(),
                service.state(),
                service.cause(),
                service.replicasReady(),
                service.replicasWanted(),
                service.requestsPerSecond(),
                service.p99Millis(),
                service.p99AtMost(),
                service.errorRatio(),
                mebibytes(service.memoryBytes()),
                service.requestHistory(),
                service.version(),
                service.routes(),
                service.needs(),
                service.replicas().stream()
                        .map(replica -> replica(replica, mebibytes(replica.memoryBytes())))
                        .toList());
    }

    private static FleetView names(FleetView fleet) {
        var totals =
                new Totals(
                        fleet.totals().replicasReady(),
                        fleet.totals().replicasWanted(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null);
        var named = with(fleet, fleet.at(), totals, names(fleet.services()));
        return new FleetView(
                named.fleet(),
                named.directory(),
                named.state(),
                named.verdict(),
                named.at(),
                named.startedAt(),
                named.readyAfterMillis(),
                named.gatewayUrl(),
                named.dashboardUrl(),
                named.tryPath(),
                named.fileDifference(),
                named.totals(),
                named.services(),
                List.of(),
                List.of(),
                List.of());
    }

    private static List<ServiceView> names(List<ServiceView> services) {
        return services.stream()
                .map(
                        service ->
                                new ServiceView(
                                        service.name(),
                                        service.language(),
                                        service.state(),
                                        service.cause(),
                                        service.replicasReady(),
                                        service.replicasWanted(),
                                        null,
                                        null,
                                        false,
                                        null,
                                        null,
                                        List.of(),
                                        service.version(),
                                        service.routes(),
                                        service.needs(),
                                        service.replicas().stream()
                                                .map(replica -> replica(replica, null))
                                                .toList()))
                .toList();
    }

    private static ReplicaView replica(ReplicaView replica, @Nullable Long memoryBytes) {
        return new ReplicaView(
                replica.name(),
                replica.state(),
                replica.cause(),
                replica.pid(),
                replica.port(),
                replica.since(),
                replica.restarts(),
                memoryBytes);
    }

    private static FleetView at(FleetView fleet, Instant at) {
        return with(fleet, at, fleet.totals(), fleet.services());
    }

    private static FleetView with(
            FleetView fleet, Instant at, Totals totals, List<ServiceView> services) {
        return new FleetView(
                fleet.fleet(),
                fleet.directory(),
                fleet.state(),
                fleet.verdict(),
                at,
                fleet.startedAt(),
                fleet.readyAfterMillis(),
                fleet.gatewayUrl(),
                fleet.dashboardUrl(),
                fleet.tryPath(),
                fleet.fileDifference(),
                totals,
                services,
                fleet.calls(),
                fleet.routes(),
                fleet.events());
    }

    private static @Nullable Long mebibytes(@Nullable Long bytes) {
        return bytes == null ? null : bytes >> MEBIBYTE << MEBIBYTE;
    }
}
