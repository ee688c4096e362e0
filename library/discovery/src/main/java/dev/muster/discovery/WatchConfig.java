package dev.muster.discovery;

import java.time.Duration;

/**
 * How a registry is watched.
 *
 * @param question how long it may wait with its answer for news
 * @param firstPause before it is asked again after a failure; twice as long after each further one
 * @param longestPause what that grows to
 * @param doubt for how long after it has come back it is not believed that nobody is there
 */
public record WatchConfig(
        Duration question, Duration firstPause, Duration longestPause, Duration doubt) {
    /** 20 s, 50 ms, 2 s and 5 s. */
    public static final WatchConfig STANDARD =
            new WatchConfig(
                    Duration.ofSeconds(20),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5));

    public WatchConfig {
        requirePositive("question", question);
        requirePositive("firstPause", firstPause);
        requirePositive("longestPause", longestPause);
        if (doubt.isNegative()) {
            throw new IllegalArgumentException("doubt is " + doubt + ", expected 0 or more");
        }
    }

    public WatchConfig withDoubt(Duration newDoubt) {
        return new WatchConfig(question, firstPause, longestPause, newDoubt);
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + ", expected more than 0");
        }
    }
}
