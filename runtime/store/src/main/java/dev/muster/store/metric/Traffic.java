package dev.muster.store.metric;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Requests over a window of time.
 *
 * @param requests how many were answered
 * @param failed how many of those were answered with 5xx or not at all
 * @param requestsPerSecond summed over the replicas
 * @param p99 interpolated within a histogram's bucket; empty when there was no request. Of fewer
 *     than {@value #ENOUGH} requests it is the upper bound of the slowest one's bucket
 */
public record Traffic(
        long requests, long failed, double requestsPerSecond, Optional<Duration> p99) {

    /** With fewer requests no one in a hundred can be told apart. */
    static final int ENOUGH = 100;

    /** Whether {@link #p99} is a bound that the slowest request kept, and no 99th percentile. */
    public boolean isP99AtMost() {
        return requests > 0 && requests < ENOUGH;
    }

    /** How many of the requests failed, 0 to 1; empty when there was no request. */
    public OptionalDouble errorRatio() {
        return requests == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) failed / requests);
    }
}
