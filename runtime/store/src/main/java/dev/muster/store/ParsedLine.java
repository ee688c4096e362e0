package dev.muster.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What one line of a log file says, before it is known which lines belong to it.
 *
 * @param structured whether it is a JSON object
 * @param continues whether it goes on from the line before it
 */
record ParsedLine(
        Optional<Instant> at,
        Optional<LogLevel> level,
        Optional<String> logger,
        String message,
        Optional<String> traceId,
        Optional<String> detail,
        boolean structured,
        boolean continues) {

    /** The entry of this line and of {@code more}, the lines that went on from it. */
    LogEntry entry(LogFile file, Instant time, String more) {
        Optional<String> whole =
                more.isEmpty() ? detail : Optional.of(detail.map(d -> d + "\n").orElse("") + more);
        return new LogEntry(
                at.orElse(time),
                file.service(),
                file.replica(),
                level,
                logger,
                message,
                traceId,
                whole);
    }
}
