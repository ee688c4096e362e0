package dev.muster.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;

import org.slf4j.LoggerFactory;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The log of a process: what is logged through SLF4J, and a line for each request, as one JSON
 * object a line with the names of Elastic Common Schema, on standard output.
 *
 * <p>There is one at a time in a process; {@link #close} writes what is held back. Thread-safe.
 */
public final class Logs implements AutoCloseable {
    private final LogsConfig config;
    private final LineBuffer lines;

    private Logs(LogsConfig config, LineBuffer lines) {
        this.config = config;
        this.lines = lines;
    }

    /** Sends the log to standard output from now on. */
    public static Logs open(LogsConfig config) {
        return open(config, System.out);
    }

    /** Sends the log to {@code out} from now on, which stays open. */
    public static Logs open(LogsConfig config, OutputStream out) {
        var clock = Clock.systemUTC();
        var lines = new LineBuffer(out, dropped -> dropNotice(config, clock, dropped));
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.reset();
            var appender = new EcsAppender(new EcsLine(config), lines);
            appender.setContext(context);
            appender.start();
            var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.toLevel(config.level()));
            root.addAppender(appender);
        }
        return new Logs(config, lines);
    }

    /**
     * Writes one line at INFO for each request.
     *
     * @param unlogged routes whose successful requests are left out, such as those of probes
     */
    public AccessLog accessLog(Set<String> unlogged) {
        return new AccessLog(config, lines, unlogged, Clock.systemUTC());
    }

    /** Waits until everything logged so far is written, a second at most. */
    public void flush() {
        lines.flush(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        lines.close();
    }

    private static String dropNotice(LogsConfig config, Clock clock, long dropped) {
        var line = new StringBuilder(256);
        EcsLine.begin(line, new IsoTime(), clock.millis());
        return line.append(EcsLine.fields(config, Logs.class.getName()))
                .append("\"log.level\":\"WARN\",\"message\":\"")
                .append(dropped)
                .append(" log lines were dropped: they came faster than they could be written\"}\n")
                .toString();
    }
}
