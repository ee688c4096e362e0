package dev.muster.control;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that happened to the fleet.
 *
 * @param id grows with each event of the fleet
 * @param subject the service or replica it happened to, or null for the fleet
 * @param text one sentence, beginning with the subject
 * @param times how often it happened in a row; more than once, the other components are those of
 *     the last time
 */
public record EventView(
        long id,
        Instant at,
        Severity severity,
        @Nullable String service,
        @Nullable String subject,
        String text,
        int times) {

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
