package dev.muster.control;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that happened to the fleet.
 *
 * @param id grows with each event of the fleet
 * @param service it happened to, or null for the fleet
 * @param cause what happened, and why; its sentence begins with its subject
 * @param lead what of the sentence is to be stressed: its beginning
 * @param times how often it happened in a row; more than once, the other components are those of
 *     the last time
 */
public record EventView(
        long id,
        Instant at,
        EventSeverity severity,
        @Nullable String service,
        CauseView cause,
        String lead,
        int times) {

    /** How bad what happened is. */
    public enum EventSeverity {
        INFO,
        WARN,
        ERROR
    }
}
