package dev.muster.store;

import java.util.Locale;
import java.util.Optional;

/** How grave a line is, by the word that it carries. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** The level that a logger's word stands for, in any case; empty for a word of no logger. */
    public static Optional<LogLevel> of(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "TRACE" -> Optional.of(TRACE);
            case "DEBUG" -> Optional.of(DEBUG);
            case "INFO", "NOTICE" -> Optional.of(INFO);
            case "WARN", "WARNING" -> Optional.of(WARN);
            case "ERROR", "SEVERE", "CRITICAL", "FATAL" -> Optional.of(ERROR);
            default -> Optional.empty();
        };
    }

    /** Whether this is {@code other} or graver. */
    public boolean isAtLeast(LogLevel other) {
        return compareTo(other) >= 0;
    }
}
