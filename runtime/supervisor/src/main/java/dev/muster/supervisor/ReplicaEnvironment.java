package dev.muster.supervisor;

import dev.muster.fleet.ServiceSpec;

import java.util.Map;

/** What a replica is told by its environment, beyond its own name and port. */
@FunctionalInterface
public interface ReplicaEnvironment {

    /**
     * Variables for one start of a replica, such as {@code CATALOG_URL}; asked anew for each start.
     * The service's own {@code env} wins over them. May be called by any thread.
     */
    Map<String, String> of(ServiceSpec service, String replica, int port);
}
