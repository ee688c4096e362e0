package dev.muster.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;

import dev.muster.http.ServerObserver;

import org.slf4j.LoggerFactory;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * The log of a process: what is logged through SLF4J, {@link System.Logger} or {@code
 * java.util.logging}, and a line for each request, as one JSON object a line with the names of
 * Elastic Common Schema, on standard output.
 *
 * <p>A {@code logback.xml} of the program's own stays in force: then what is logged goes where that
 * says, in its form, and lines of requests come as they do. It gets the form of the other lines by
 * naming an {@link EcsAppender}.
 *
 * <p>There is one at a time in a process; {@link #close} writes what is held back. Thread-safe.
 */
public final class Logs implements AutoCloseable {
    static final LineWriter.Room ROOM = new LineWriter.Room(4 << 20, 64 << 10);

    private final LogsConfig config;
    private final InstantSource clock;
    private final EcsLine encoder;
    private final LineWriter lines;
    private final Runnable leave;

    private Logs(LogsConfig config, OutputStream out, TelemetryBackend backend) {
        this.clock = backend.clock();
        this.config = config;
        this.encoder = new EcsLine(config);
        this.lines = LineWriter.to(to(out), ROOM, this::dropNotice, backend.writers());
        this.leave = enter();
    }

    /** Sends the log to standard output from now on. */
    public static Logs open(LogsConfig config) {
        return open(config, System.out);
    }

    /** Sends the log to {@code out} from now on, which stays open. */
    public static Logs open(LogsConfig config, OutputStream out) {
        return open(config, out, TelemetryBackend.SYSTEM);
    }

    static Logs open(LogsConfig config, OutputStream out, TelemetryBackend backend) {
        return new Logs(config, out, backend);
    }

    /**
     * Writes one line for each request, at INFO, or at WARN where the answer broke off.
     *
     * @param unlogged routes whose successful requests are left out, such as those of probes
     */
    public ServerObserver accessLog(Set<String> unlogged) {
        return new AccessLog(config, lines, unlogged, clock);
    }

    /** Waits until everything logged so far is written, a second at most. */
    public void flush() {
        lines.flush(Duration.ofSeconds(1));
    }

    @Override
    public void close() {
        leave.run();
        lines.close();
    }

    private void write(ILoggingEvent event, boolean urgent) {
        lines.add(encoder.encode(event), urgent);
    }

    static LineWriter.Sink to(OutputStream out) {
        return lines -> {
            out.write(lines.array(), lines.arrayOffset() + lines.position(), lines.remaining());
            out.flush();
            lines.position(lines.limit());
        };
    }

    /** Has all that is logged in this process come here; the result undoes that. */
    private Runnable enter() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return () -> {};
        }
        EcsAppender.Lines ours = this::write;
        EcsAppender.send(context, ours);
        JulBridge.install(context);
        var levels = LogLevels.parse(config.levels()).applyTo(context);
        return () -> {
            levels.run();
            EcsAppender.leave(context, ours);
        };
    }

    private String dropNotice(long dropped) {
        var line = new StringBuilder(256);
        EcsLine.begin(line, new IsoTime(), clock.millis());
        return line.append(EcsLine.fields(config, Logs.class.getName()))
                .append("\"log.level\":\"WARN\",\"message\":\"")
                .append(dropped)
                .append(" log lines were dropped: they came faster than they could be written\"}\n")
                .toString();
    }
}
