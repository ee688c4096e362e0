package dev.muster.store;

import java.time.Instant;

/**
 * Something that happened to the fleet.
 *
 * @param id grows with each event, over restarts of the agent too
 * @param text one sentence, beginning with the subject
 */
public record Event(long id, Instant at, Severity severity, Subject subject, String text) {

    /** How bad it is. */
    public enum Severity {
        INFO,
        WARN,
        ERROR
    }
}
