package dev.muster.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Requests over a window of time.
 *
 * @param requests how many were answered
 * @param failed how many of those were answered with 5xx or not at all
 * @param requestsPerSecond summed over the replicas
 * @param p99 interpolated within a histogram's bucket; empty when there was no request
 */
public record Traffic(
        long requests, long failed, double requestsPerSecond, Optional<Duration> p99) {

    /** How many of the requests failed, 0 to 1; empty when there was no request. */
    public OptionalDouble errorRatio() {
        return requests == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) failed / requests);
    }
}
