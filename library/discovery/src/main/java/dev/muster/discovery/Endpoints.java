package dev.muster.discovery;

import java.util.List;

/**
 * Every ready endpoint of a service at one moment: a whole, immutable snapshot, never a delta.
 *
 * @param revision which state of its source this is, in the source's own words: two of them can be
 *     compared for being the same, and then mean the same endpoints, and for nothing else; empty
 *     before the source has heard of the service
 */
public record Endpoints(String service, List<Endpoint> ready, String revision) {
    public Endpoints {
        ready = List.copyOf(ready);
    }

    /** What a source knows before it has heard of the service. */
    public static Endpoints unknown(String service) {
        return new Endpoints(service, List.of(), "");
    }

    /** Whether the source has heard of the service: only then is an empty snapshot an answer. */
    public boolean isKnown() {
        return !revision.isEmpty();
    }
}
