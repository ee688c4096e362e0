package dev.muster.telemetry;

import java.time.Instant;

/**
 * Times as logs write them, such as {@code 2026-11-24T10:16:49.250Z}. The text of a second is made
 * once, for all lines of that second. Thread-safe.
 */
final class IsoTime {
    private volatile Second last = second(0);

    private record Second(long sinceEpoch, String text) {}

    void append(long epochMillis, StringBuilder line) {
        long sinceEpoch = Math.floorDiv(epochMillis, 1000L);
        var second = last;
        if (second.sinceEpoch != sinceEpoch) {
            second = second(sinceEpoch);
            last = second;
        }
        int millis = Math.floorMod(epochMillis, 1000);
        line.append(second.text)
                .append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10))
                .append('Z');
    }

    private static Second second(long sinceEpoch) {
        return new Second(
                sinceEpoch, Instant.ofEpochSecond(sinceEpoch).toString().replace('Z', '.'));
    }
}
