package dev.muster.store.metric;

import java.time.Duration;

/**
 * How replicas are scraped.
 *
 * @param interval from one round to the next
 * @param timeout for the whole of one answer; shorter than the interval
 * @param maxBytes of one answer
 */
public record ScraperConfig(Duration interval, Duration timeout, int maxBytes) {

    /**
     * @throws IllegalArgumentException for values out of range
     */
    public ScraperConfig {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(interval) >= 0) {
            throw new IllegalArgumentException(
                    "timeout must be more than 0 and less than the interval (%s), is %s"
                            .formatted(interval, timeout));
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more, is " + maxBytes);
        }
    }

    /** A round every two seconds, one second and 4 MiB an answer. */
    public static ScraperConfig standard() {
        return new ScraperConfig(Duration.ofSeconds(2), Duration.ofSeconds(1), 4 << 20);
    }
}
