package dev.muster.store.log;

import java.util.Locale;
import java.util.Optional;

/** How grave a line is, by the word that it carries. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /** Words that are a level where they stand alone before a message, in capitals. */
    static final String BARE_WORDS =
            "TRACE|TRC|DEBUG|DBG|INFO|INF|NOTICE|WARNING|WARN|WRN|ERROR|ERR|SEVERE|CRITICAL|FATAL|FTL|PNC";

    /** Words that are a level in brackets, before a colon, or at a place where a level stands. */
    static final String WORDS =
            BARE_WORDS
                    + "|TRCE|VERBOSE|FINEST|FINER|FINE|DBUG|NOTE|LOG|ERRO|CRIT|FAIL|PANIC|EMERGENCY|EMERG|ALERT";

    /** The level that a logger's word stands for, in any case; empty for a word of no logger. */
    public static Optional<LogLevel> of(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "TRACE", "TRCE", "TRC", "VERBOSE", "SILLY", "FINEST", "FINER" ->
                    Optional.of(TRACE);
            case "DEBUG", "DBUG", "DBG", "FINE", "CONFIG" -> Optional.of(DEBUG);
            case "INFO", "INF", "I", "INFORMATION", "NOTICE", "NOTE", "SYSTEM", "LOG", "HTTP" ->
                    Optional.of(INFO);
            case "WARN", "WARNING", "WRN", "W" -> Optional.of(WARN);
            case "ERROR",
                    "ERRO",
                    "ERR",
                    "E",
                    "SEVERE",
                    "CRITICAL",
                    "CRIT",
                    "FATAL",
                    "F",
                    "FTL",
                    "FAIL",
                    "PANIC",
                    "PNC",
                    "EMERGENCY",
                    "EMERG",
                    "ALERT" ->
                    Optional.of(ERROR);
            default -> Optional.empty();
        };
    }

    /** The level of pino and bunyan, which count from 10 for the least to 60. */
    static Optional<LogLevel> ofNumber(double level) {
        return switch ((int) (level / 10)) {
            case 1 -> Optional.of(TRACE);
            case 2 -> Optional.of(DEBUG);
            case 3 -> Optional.of(INFO);
            case 4 -> Optional.of(WARN);
            case 5, 6 -> Optional.of(ERROR);
            default -> Optional.empty();
        };
    }

    /** Whether this is {@code other} or graver. */
    public boolean isAtLeast(LogLevel other) {
        return compareTo(other) >= 0;
    }
}
