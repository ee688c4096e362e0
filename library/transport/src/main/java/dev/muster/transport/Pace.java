package dev.muster.transport;

import java.time.Duration;

/**
 * How fast bytes have to move.
 *
 * @param window in each span of this length they must move {@code bytesPerSecond} on average
 */
public record Pace(Duration window, int bytesPerSecond) {
    public Pace {
        if (!window.isPositive()) {
            throw new IllegalArgumentException("window is " + window + "; it must be positive");
        }
        if (bytesPerSecond < 0 || bytesPerSecond > 1 << 30) {
            throw new IllegalArgumentException(
                    "bytesPerSecond is " + bytesPerSecond + "; it must be 0 to " + (1 << 30));
        }
    }

    /** What a whole window has to bring, at least one byte. */
    long bytesPerWindow() {
        return Math.max(1, bytesPerSecond * window.toNanos() / 1_000_000_000L);
    }
}
