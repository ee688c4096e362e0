package dev.muster.balance;

import java.time.Duration;

/**
 * How a {@link LoadBalancer} chooses and when it gives an endpoint a rest.
 *
 * @param failuresInRow how many failures in a row eject an endpoint that can be connected to, at
 *     least 1
 * @param firstRest how long the first ejection lasts; each one that follows soon lasts twice as
 *     long
 * @param longestRest where the doubling stops
 * @param slowStart how long the share of an endpoint that joins or rejoins grows to its full size
 * @param memory the time constant with which an observed latency is forgotten
 */
public record BalancerConfig(
        int failuresInRow,
        Duration firstRest,
        Duration longestRest,
        Duration slowStart,
        Duration memory) {
    /** 5 failures, 200 ms doubling up to 10 s, a slow start of 2 s, a memory of 5 s. */
    public static final BalancerConfig STANDARD =
            new BalancerConfig(
                    5,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5));

    public BalancerConfig {
        if (failuresInRow < 1) {
            throw new IllegalArgumentException(
                    "failuresInRow is " + failuresInRow + ", expected at least 1");
        }
        requirePositive("firstRest", firstRest);
        requirePositive("slowStart", slowStart);
        requirePositive("memory", memory);
        if (longestRest.compareTo(firstRest) < 0) {
            throw new IllegalArgumentException(
                    "longestRest is " + longestRest + ", expected at least firstRest " + firstRest);
        }
    }

    /** How long the {@code nth} ejection of a row lasts, before jitter; the first is 1. */
    Duration rest(int nth) {
        var rest = firstRest.multipliedBy(1L << Math.min(nth - 1, 20));
        return rest.compareTo(longestRest) < 0 ? rest : longestRest;
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + ", expected more than 0");
        }
    }
}
