package dev.muster.supervisor.rollout;

import dev.muster.fleet.Cause;

import java.util.Map;
import java.util.Set;

/**
 * The replicas of a service as a rollout sees them, by their numbers: a replica and the one that
 * takes its place have the same number.
 *
 * @param old those to be replaced
 * @param fresh those of the new set
 * @param leaving numbers under which a replica is being stopped for good, or something that it
 *     started still runs
 */
public record ReplicaSets(Map<Integer, Old> old, Map<Integer, Fresh> fresh, Set<Integer> leaving) {

    public ReplicaSets {
        old = Map.copyOf(old);
        fresh = Map.copyOf(fresh);
        leaving = Set.copyOf(leaving);
    }

    /** Of a replica to be replaced. */
    public enum Old {
        /** It serves: its place is taken once the new one is ready, where both can run at once. */
        READY,
        /** It serves nobody. */
        NOT_READY
    }

    /** Of a replica of the new set. */
    public sealed interface Fresh {
        /** On its way to being ready. */
        record Coming() implements Fresh {}

        record Ready() implements Fresh {}

        /** It failed to start, or cannot start here. */
        record Failed(Cause cause) implements Fresh {}
    }
}
