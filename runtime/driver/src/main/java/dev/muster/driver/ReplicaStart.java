package dev.muster.driver;

import dev.muster.fleet.ReplicaName;

import java.util.Map;

/**
 * One start of a replica.
 *
 * @param port at which it is to listen
 * @param variables the replica's whole environment, save what its driver adds to find it again
 */
public record ReplicaStart(
        Launch launch, String service, int number, int port, Map<String, String> variables) {
    public ReplicaStart {
        variables = Map.copyOf(variables);
    }

    /** Service and number, such as {@code orders-2}. */
    public String replica() {
        return new ReplicaName(service, number).toString();
    }
}
