package dev.muster.store.log;

import java.time.Duration;

/**
 * How logs are read.
 *
 * @param maxLineBytes a longer line is cut, and says so
 * @param maxSearchBytes how much one query reads at most
 * @param maxFoundCharacters how much text one query answers with at most: the newest lines
 * @param pollInterval how often a followed log is looked at
 */
public record LogConfig(
        int maxLineBytes, long maxSearchBytes, long maxFoundCharacters, Duration pollInterval) {

    /**
     * @throws IllegalArgumentException for values out of range
     */
    public LogConfig {
        if (maxLineBytes < 64 || maxLineBytes > 1 << 24) {
            throw new IllegalArgumentException(
                    "maxLineBytes must be 64 to 16 MiB, is " + maxLineBytes);
        }
        if (maxSearchBytes < maxLineBytes) {
            throw new IllegalArgumentException(
                    "maxSearchBytes must be maxLineBytes or more, is " + maxSearchBytes);
        }
        if (maxFoundCharacters < maxLineBytes) {
            throw new IllegalArgumentException(
                    "maxFoundCharacters must be maxLineBytes or more, is " + maxFoundCharacters);
        }
        if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "pollInterval must be 1 ms or more, is " + pollInterval);
        }
    }

    /** Lines of 64 KiB, 1 GiB a search, 8 million characters an answer, a look each 100 ms. */
    public static LogConfig standard() {
        return new LogConfig(1 << 16, 1L << 30, 1L << 23, Duration.ofMillis(100));
    }
}
