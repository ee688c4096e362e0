package dev.muster.control;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * One service of a {@link FleetView}.
 *
 * @param language {@code java} for services run from a jar, else the program's name, such as {@code
 *     python3}
 * @param cause why the service is not ready, or why it runs what was built before; null where
 *     neither is so. Its sentence names its subject
 * @param requestsPerSecond that its replicas answered, over the last ten seconds
 * @param p99AtMost whether that is a bound, as there were too few requests for a 99th percentile
 * @param errorRatio of those, how many were 5xx: 0 to 1
 * @param memoryBytes resident memory of its replicas
 * @param requestHistory requests per second, oldest first, at most 60 points; null where it is not
 *     known
 * @param version the commit or build that its replicas run
 */
public record ServiceView(
        String name,
        String language,
        ServiceState state,
        @Nullable CauseView cause,
        int replicasReady,
        int replicasWanted,
        @Nullable Double requestsPerSecond,
        @Nullable Double p99Millis,
        boolean p99AtMost,
        @Nullable Double errorRatio,
        @Nullable Long memoryBytes,
        List<@Nullable Double> requestHistory,
        @Nullable String version,
        List<String> routes,
        List<String> needs,
        List<ReplicaView> replicas) {

    /** How a service is. */
    public enum ServiceState {
        /** Every wanted replica is ready. */
        READY,
        /** Some are ready, some are not. */
        DEGRADED,
        /** On its way to the first ready replica. */
        STARTING,
        /** Cannot start here: a part is missing on this machine, or its build failed. */
        WAITING,
        /** None is ready and none is on its way. */
        DOWN,
        STOPPED
    }

    /**
     * One replica.
     *
     * @param name service and number, such as {@code orders-2}
     * @param state a word for the state: waiting, starting, ready, unready, backing-off, gave-up,
     *     stopping, stopped
     * @param cause why it is not ready, or null when it is. Its sentence stands beside the name
     * @param since when it entered this state
     * @param restarts how often it was started again since its last stable period
     */
    public record ReplicaView(
            String name,
            String state,
            @Nullable CauseView cause,
            @Nullable Long pid,
            @Nullable Integer port,
            Instant since,
            int restarts,
            @Nullable Long memoryBytes) {}
}
