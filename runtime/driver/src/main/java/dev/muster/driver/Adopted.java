package dev.muster.driver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found of an earlier agent's replicas.
 *
 * @param running the oldest first
 * @param ended of the remembered ones, those that ended while no agent watched, with their exit
 *     status where it was written down
 * @param left what runs on of replicas that ended, because it cannot be ended
 */
public record Adopted(
        List<RunningReplica> running,
        Map<ReplicaIdentity, Optional<Integer>> ended,
        List<Leftover> left) {
    public Adopted {
        running = List.copyOf(running);
        ended = Collections.unmodifiableMap(new LinkedHashMap<>(ended));
        left = List.copyOf(left);
    }
}
