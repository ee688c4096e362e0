package dev.muster.control;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Everything that the Services page, {@code ps} and {@code explain} show of a fleet at one moment.
 * A figure that is not known is null, on the wire too, and is shown as "–".
 *
 * @param fleet the fleet's name
 * @param directory the folder of the fleet file
 * @param state of the whole
 * @param verdict how the fleet is, and why
 * @param startedAt when the agent began to run it
 * @param readyAfterMillis how long the fleet took to become ready, once it did
 * @param gatewayUrl where the fleet answers
 * @param dashboardUrl where the dashboard answers
 * @param tryPath a path worth a first {@code curl}: a route that was asked once and answered
 * @param fileDifference one sentence: in what the fleet file differs from what runs, where it does
 * @param routes the slowest of the last minute, by their p99, the slowest first, at most 8
 * @param events the newest first, at most 50, each sentence once in a row
 */
public record FleetView(
        String fleet,
        String directory,
        FleetState state,
        VerdictView verdict,
        Instant at,
        Instant startedAt,
        @Nullable Long readyAfterMillis,
        String gatewayUrl,
        String dashboardUrl,
        @Nullable String tryPath,
        @Nullable String fileDifference,
        Totals totals,
        List<ServiceView> services,
        List<CallView> calls,
        List<RouteView> routes,
        List<EventView> events) {

    /** How a fleet is as a whole. */
    public enum FleetState {
        STARTING,
        READY,
        DEGRADED,
        STOPPING
    }

    /**
     * Figures of the whole fleet. Rates are over the last ten seconds, counts over the last minute.
     *
     * @param requestsPerSecond at the gateway
     * @param p99Millis at the gateway
     * @param p99AtMost whether that is a bound, as there were too few requests for a 99th
     *     percentile
     * @param failedLastMinute requests at the gateway answered with 5xx or cut
     * @param requestHistory requests per second at the gateway, oldest first, at most 60 points;
     *     null where it is not known
     * @param p99History p99 in milliseconds at the gateway, as {@code requestHistory}; null where
     *     nothing was asked
     * @param memoryBytes resident memory of every replica
     * @param memoryBudgetBytes the sum of the replicas' budgets, where every one has a budget
     */
    public record Totals(
            int replicasReady,
            int replicasWanted,
            @Nullable Double requestsPerSecond,
            @Nullable Double p99Millis,
            boolean p99AtMost,
            @Nullable Long requestsLastMinute,
            @Nullable Long failedLastMinute,
            List<@Nullable Double> requestHistory,
            List<@Nullable Double> p99History,
            @Nullable Long memoryBytes,
            @Nullable Long memoryBudgetBytes) {}

    /**
     * Calls from one service, or {@code gateway}, to another, as they were observed in the last
     * minute.
     *
     * @param requests how many there were
     * @param failed how many of those were answered with 5xx or not at all
     * @param p99AtMost as in {@link Totals}
     * @param errorRatio 0 to 1
     */
    public record CallView(
            String from,
            String to,
            long requests,
            long failed,
            double requestsPerSecond,
            @Nullable Double p99Millis,
            boolean p99AtMost,
            @Nullable Double errorRatio) {}

    /**
     * A route of a service, as its replicas counted it in the last minute.
     *
     * @param method as it was asked, such as {@code GET}
     * @param route as the service declares it, such as {@code /products/{id}}
     * @param p99AtMost as in {@link Totals}
     * @param errorRatio 0 to 1
     */
    public record RouteView(
            String service,
            String method,
            String route,
            double requestsPerSecond,
            double p99Millis,
            boolean p99AtMost,
            double errorRatio) {}
}
