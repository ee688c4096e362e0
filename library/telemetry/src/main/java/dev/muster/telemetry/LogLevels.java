package dev.muster.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;

import org.slf4j.Logger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which levels are written, such as {@code info,com.acme=debug,org.eclipse=warn}: one for all
 * loggers, and others for those below a name. Immutable.
 *
 * @param byLogger levels in capitals; the name of the root logger is empty
 */
record LogLevels(Map<String, String> byLogger) {
    private static final String ROOT = Logger.ROOT_LOGGER_NAME;
    private static final Set<String> LEVELS =
            Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

    LogLevels {
        byLogger = Map.copyOf(byLogger);
    }

    /**
     * @param text empty to leave every level as it is
     * @throws IllegalArgumentException if a part of it is no level
     */
    static LogLevels parse(String text) {
        var levels = new LinkedHashMap<String, String>();
        for (var part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            var logger = equals < 0 ? "" : part.substring(0, equals).strip();
            var level = part.substring(equals + 1).strip().toUpperCase(Locale.ROOT);
            if (level.isEmpty() && logger.isEmpty() && equals < 0) {
                continue;
            }
            if (!LEVELS.contains(level) || (equals >= 0 && logger.isEmpty())) {
                throw new IllegalArgumentException(
                        "\""
                                + part.strip()
                                + "\" is not a level of a log; write trace, debug, info, warn,"
                                + " error or off, and com.acme=debug for the loggers below a name");
            }
            levels.put(logger, level);
        }
        return new LogLevels(levels);
    }

    /** Sets these levels; the result sets those again that were there before. */
    Runnable applyTo(LoggerContext context) {
        var before = new ArrayList<Runnable>();
        byLogger.forEach(
                (name, level) -> {
                    var logger = context.getLogger(name.isEmpty() ? ROOT : name);
                    var old = logger.getLevel();
                    before.add(() -> logger.setLevel(old));
                    logger.setLevel(Level.toLevel(level));
                });
        return () -> before.forEach(Runnable::run);
    }
}
