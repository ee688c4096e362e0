package dev.muster.balance;

import java.util.List;

/**
 * Every ready endpoint of a service at one moment: a whole, immutable snapshot, never a delta.
 *
 * @param index grows with each change of the source; equal indexes mean equal endpoints
 */
public record Endpoints(String service, List<Endpoint> ready, long index) {
    public Endpoints {
        ready = List.copyOf(ready);
    }

    /** What a source knows before it has heard of the service. */
    public static Endpoints none(String service) {
        return new Endpoints(service, List.of(), 0);
    }
}
