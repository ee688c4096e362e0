package dev.muster.fleet;

import java.time.Duration;
import java.util.Locale;

/**
 * Durations as people read them, in the terminal, in events and in messages. The page words its own
 * by the same cases. A negative duration is none.
 */
public final class DurationText {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private DurationText() {}

    /**
     * How long something took or may take: "40 ms", "0.3 s", "60 s", "2 min 30 s", "12 min", "3 h 5
     * min". A whole number of seconds, as people set them, has no fraction; one that was measured
     * keeps it, so that a figure that counts up does not change its width.
     */
    public static String of(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 100) {
            return millis + " ms";
        }
        if (millis < 59_950 && millis % 1000 != 0) {
            return oneDecimal(millis / 1e3) + " s";
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        if (seconds < 10 * MINUTE) {
            return two(seconds, MINUTE, "min", 1, "s");
        }
        long minutes = (seconds + MINUTE / 2) / MINUTE * MINUTE;
        return minutes < 2 * HOUR
                ? minutes / MINUTE + " min"
                : minutes < 2 * DAY
                        ? two(minutes, HOUR, "h", MINUTE, "min")
                        : two((seconds + HOUR / 2) / HOUR * HOUR, DAY, "d", HOUR, "h");
    }

    /** The same where the largest unit says enough: "4 s", "12 min", "3 h", "5 d". */
    public static String coarse(Duration duration) {
        long seconds = (Math.max(0, duration.toMillis()) + 500) / 1000;
        if (seconds < 90) {
            return seconds + " s";
        }
        if (seconds < 90 * MINUTE) {
            return (seconds + MINUTE / 2) / MINUTE + " min";
        }
        return seconds < 36 * HOUR
                ? (seconds + HOUR / 2) / HOUR + " h"
                : (seconds + DAY / 2) / DAY + " d";
    }

    /** How long requests take, to two digits or to the millisecond: "0.8 ms", "38 ms", "1.2 s". */
    public static String latency(double millis) {
        return millis < 999.5 ? figure(millis) + " ms" : figure(millis / 1000) + " s";
    }

    private static String figure(double value) {
        if (value > 0 && value < 0.05) {
            return "<0.1";
        }
        return value > 0 && value < 9.95
                ? oneDecimal(value).replaceFirst("\\.0$", "")
                : String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    private static String two(
            long seconds, long large, String largeName, long small, String smallName) {
        long rest = seconds % large / small;
        return seconds / large + " " + largeName + (rest == 0 ? "" : " " + rest + " " + smallName);
    }

    private static String oneDecimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
