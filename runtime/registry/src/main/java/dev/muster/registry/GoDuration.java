package dev.muster.registry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them and Consul's clients send them: {@code 5m}, {@code 1m30s}, {@code
 * 1.5s}, {@code 250ms} (Go's {@code time.ParseDuration}).
 */
final class GoDuration {
    private static final Pattern WHOLE =
            Pattern.compile("0|(?:[0-9]{1,12}(?:\\.[0-9]{1,12})?(?:ns|us|\u00b5s|ms|s|m|h)){1,6}");
    private static final Pattern PART = Pattern.compile("([0-9.]+)([a-z\u00b5]+)");

    private GoDuration() {}

    /** The duration, or empty where Go would find an error, or a duration below zero. */
    static Optional<Duration> parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        var nanos =
                PART.matcher(text)
                        .results()
                        .map(part -> new BigDecimal(part.group(1)).multiply(nanosOf(part.group(2))))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    private static BigDecimal nanosOf(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us", "\u00b5s" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                });
    }
}
