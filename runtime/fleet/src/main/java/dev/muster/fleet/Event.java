package dev.muster.fleet;

import java.time.Instant;

/**
 * Something that happened to the fleet.
 *
 * @param cause what happened, and why
 */
public record Event(Instant at, Severity severity, Subject subject, Cause cause) {

    /** What happened, in words. */
    public Sentence sentence() {
        return subject.name()
                .map(name -> Sentences.about(name, cause))
                .orElseGet(() -> Sentences.of(cause));
    }

    /** The same happened to the same, whatever its durations, attempts and pids are. */
    public boolean isAlike(Event other) {
        return severity == other.severity
                && subject.equals(other.subject)
                && cause.kind().equals(other.cause.kind());
    }
}
