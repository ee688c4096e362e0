package dev.muster.fleet;

import java.time.Duration;
import java.util.Optional;

/**
 * Requests that the gateway sends to a service.
 *
 * @param prefix of their paths, starting with {@code /}
 * @param encodedSlashes whether a path with {@code %2F} or {@code //} is passed on as it came
 * @param hedge whether a {@code PUT} or {@code DELETE} that has stalled is sent to another replica
 *     too
 * @param bodyBytes how long a body may be, where it is not as the gateway's limits say
 * @param deadline how long an answer may take to begin, where it is not as the gateway's limits say
 */
public record RouteSpec(
        String prefix,
        boolean encodedSlashes,
        boolean hedge,
        Optional<Long> bodyBytes,
        Optional<Duration> deadline) {
    /** A route of which the file says nothing but its prefix. */
    public static RouteSpec of(String prefix) {
        return new RouteSpec(prefix, false, false, Optional.empty(), Optional.empty());
    }
}
