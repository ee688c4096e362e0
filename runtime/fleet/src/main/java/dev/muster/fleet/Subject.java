package dev.muster.fleet;

import java.util.Optional;

/**
 * What something happened to.
 *
 * @param name of the service or replica; empty for the fleet
 */
public record Subject(Optional<String> service, Optional<String> name) {

    public static Subject fleet() {
        return new Subject(Optional.empty(), Optional.empty());
    }

    public static Subject service(String service) {
        return new Subject(Optional.of(service), Optional.of(service));
    }

    public static Subject replica(String service, String replica) {
        return new Subject(Optional.of(service), Optional.of(replica));
    }
}
