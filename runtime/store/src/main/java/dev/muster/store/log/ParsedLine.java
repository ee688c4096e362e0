package dev.muster.store.log;

import java.time.Instant;
import java.util.Optional;

/**
 * What one line of a log file says, before it is known which lines belong to it.
 *
 * @param time as it was written; {@code message} does not repeat it, nor the level or the logger
 * @param structured whether it is a JSON object
 * @param raw the line as it was written, made printable
 */
record ParsedLine(
        Optional<WrittenTime> time,
        Optional<LogLevel> level,
        Optional<String> logger,
        String message,
        Optional<String> traceId,
        Optional<String> detail,
        boolean structured,
        String raw) {

    /** The entry of this line and of {@code more}, the lines that went on from it. */
    LogEntry entry(LogFile file, Instant at, String more) {
        Optional<String> whole =
                more.isEmpty() ? detail : Optional.of(detail.map(d -> d + "\n").orElse("") + more);
        return new LogEntry(
                at, file.service(), file.replica(), level, logger, message, traceId, whole);
    }

    /** This line with its time in the message, for one whose time is not believed. */
    ParsedLine asWritten() {
        return structured || time.isEmpty()
                ? this
                : new ParsedLine(time, level, logger, raw, traceId, detail, false, raw);
    }

    boolean isGrave() {
        return level.filter(one -> one.isAtLeast(LogLevel.WARN)).isPresent();
    }
}
