package dev.muster.agent.text;

import dev.muster.fleet.DurationText;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Figures as people read them. What is not known is "–", never a guess. */
public final class Figures {
    public static final String UNKNOWN = "–";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** The fleet file's MB is 1,048,576 bytes, and so is ours. */
    private static final int MIB = 1 << 20;

    private Figures() {}

    /** Per second: "61", "3.4", "0". */
    static String rate(@Nullable Double perSecond) {
        if (perSecond == null) {
            return UNKNOWN;
        }
        return perSecond >= 9.95 || perSecond == 0
                ? grouped(Math.round(perSecond))
                : oneDecimal(perSecond);
    }

    /** "0.4 ms", "38 ms", "1.2 s". */
    static String millis(@Nullable Double millis) {
        return millis == null ? UNKNOWN : DurationText.latency(millis);
    }

    /** As {@link #millis(Double)}; "≤ 50 ms" for a bound: there were too few requests for more. */
    static String millis(@Nullable Double millis, boolean atMost) {
        return (atMost && millis != null ? "≤ " : "") + millis(millis);
    }

    /** A share of 0 to 1: "0 %", "0.3 %", "12 %". */
    static String percent(@Nullable Double ratio) {
        if (ratio == null) {
            return UNKNOWN;
        }
        double percent = ratio * 100;
        return (percent == 0 || percent >= 9.95
                        ? Long.toString(Math.round(percent))
                        : oneDecimal(Math.max(0.1, percent)))
                + " %";
    }

    static String memory(@Nullable Long bytes) {
        return bytes == null ? UNKNOWN : Math.round(bytes / (double) MIB) + " MB";
    }

    /** How long ago: "2 s ago", "12 min ago". */
    public static String ago(Instant then, Instant now) {
        return DurationText.coarse(Duration.between(then, now)) + " ago";
    }

    /** The time of day in this machine's zone: "12:04:31". */
    public static String clock(Instant at) {
        return CLOCK.format(at.atZone(ZoneId.systemDefault()));
    }

    /** "1,204". */
    public static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String oneDecimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
