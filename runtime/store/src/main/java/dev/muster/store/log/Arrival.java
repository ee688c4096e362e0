package dev.muster.store.log;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When bytes of a log came, as far as it was seen.
 *
 * @param from the last time at which they were not there yet; {@link Instant#EPOCH} where nobody
 *     looked before they came
 * @param by the first time at which they were
 */
record Arrival(Instant from, Instant by) {
    /** A clock is read before the line is written, and may be one of another machine. */
    static final Duration AHEAD = Duration.ofSeconds(2);

    boolean isObserved() {
        return !from.equals(Instant.EPOCH);
    }

    /** That part of {@code second} in which the bytes came, where they came in it. */
    Instant within(Instant second) {
        return second.equals(from.truncatedTo(ChronoUnit.SECONDS)) ? from : second;
    }

    /**
     * What a line without a time is given: it was written after the line before it, and not before
     * its bytes were seen to be missing.
     *
     * @param before the time of the last line before it that tells one, or {@link Instant#EPOCH}
     */
    Instant after(Instant before) {
        var earliest = before.isAfter(from) && !before.isAfter(by.plus(AHEAD)) ? before : from;
        return earliest.equals(Instant.EPOCH) ? by : earliest;
    }
}
