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
    static final QueryWord<Show> SHOW = QueryWord.oneOf(ApiQuery.SHOW, Show.SERVICES);

    private static final int MEBIBYTE = 20;

    private final boolean namesAlone;
    private @Nullable FleetView last;

    private ShownFleet(boolean namesAlone) {
        this.namesAlone = namesAlone;
    }

    /** How much of the fleet is shown. */
    enum Show {
        /** Everything. */
        SERVICES,
        /** How the fleet is, and the names and states of what is in it. */
        NAMES
    }

    /**
     * What the query asks for.
     *
     * @throws dev.muster.http.HttpProblem 400 where that is nothing there is
     */
    static ShownFleet of(Request request) {
        return new ShownFleet(SHOW.of(request) == Show.NAMES);
    }

    /** What is to be shown now; empty where that is what was shown before, whenever that was. */
    Optional<FleetView> next(FleetView fleet) {
        var timeless = shown(fleet, Instant.EPOCH);
        if (timeless.equals(last)) {
            return Optional.empty();
        }
        last = timeless;
        return Optional.of(shown(fleet, fleet.at()));
    }

    private FleetView shown(FleetView fleet, Instant at) {
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
                shown(fleet.totals()),
                fleet.services().stream().map(this::shown).toList(),
                unlessNames(fleet.calls()),
                unlessNames(fleet.routes()),
                unlessNames(fleet.events()));
    }

    private Totals shown(Totals totals) {
        return new Totals(
                totals.replicasReady(),
                totals.replicasWanted(),
                unlessNames(totals.requestsPerSecond()),
                unlessNames(totals.p99Millis()),
                !namesAlone && totals.p99AtMost(),
                unlessNames(totals.requestsLastMinute()),
                unlessNames(totals.failedLastMinute()),
                unlessNames(totals.requestHistory()),
                unlessNames(totals.p99History()),
                mebibytes(totals.memoryBytes()),
                unlessNames(totals.memoryBudgetBytes()));
    }

    private ServiceView shown(ServiceView service) {
        return new ServiceView(
                service.name(),
                service.language(),
                service.state(),
                service.cause(),
                service.replicasReady(),
                service.replicasWanted(),
                unlessNames(service.requestsPerSecond()),
                unlessNames(service.p99Millis()),
                !namesAlone && service.p99AtMost(),
                unlessNames(service.errorRatio()),
                mebibytes(service.memoryBytes()),
                unlessNames(service.requestHistory()),
                service.version(),
                service.routes(),
                service.needs(),
                service.replicas().stream().map(this::shown).toList());
    }

    private ReplicaView shown(ReplicaView replica) {
        return new ReplicaView(
                replica.name(),
                replica.state(),
                replica.cause(),
                replica.pid(),
                replica.port(),
                replica.since(),
                replica.restarts(),
                mebibytes(replica.memoryBytes()));
    }

    private <T> @Nullable T unlessNames(@Nullable T figure) {
        return namesAlone ? null : figure;
    }

    private <T> List<T> unlessNames(List<T> figures) {
        return namesAlone ? List.of() : figures;
    }

    private @Nullable Long mebibytes(@Nullable Long bytes) {
        return namesAlone || bytes == null ? null : bytes >> MEBIBYTE << MEBIBYTE;
    }
}
