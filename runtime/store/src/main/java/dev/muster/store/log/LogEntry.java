package dev.muster.store.log;

import java.time.Instant;
import java.util.Optional;

/**
 * One line that a replica wrote, with the lines that belong to it. Its texts hold no control
 * characters, {@code detail} none but line breaks and tabs.
 *
 * @param at when it was written, as the line says, and where it says only the second, not before
 *     its bytes came; for a line that does not say, or says what cannot be true, when its bytes
 *     came
 * @param level where the line says so
 * @param message without the time, level and logger that stand beside it
 * @param detail a stack trace or other lines that go on from the first
 */
public record LogEntry(
        Instant at,
        String service,
        String replica,
        Optional<LogLevel> level,
        Optional<String> logger,
        String message,
        Optional<String> traceId,
        Optional<String> detail) {

    /** The characters of its texts, as far as their number is not bounded by anything else. */
    int length() {
        return message.length() + detail.map(String::length).orElse(0);
    }
}
