package dev.muster.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

import java.util.Optional;

/**
 * Writes log events as lines of Elastic Common Schema to the log of the process, or to standard
 * output where none is open. It is what {@link LogbackSetup} installs, and what a {@code
 * logback.xml} of one's own names to have the same lines:
 *
 * <pre>{@code
 * <configuration>
 *   <appender name="ECS" class="dev.muster.telemetry.EcsAppender"/>
 *   <root level="info"><appender-ref ref="ECS"/></root>
 * </configuration>
 * }</pre>
 *
 * <p>Encodes on the thread that logs, where the trace is, and leaves writing to another.
 * Thread-safe.
 */
public final class EcsAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final String LINES = EcsAppender.class.getName();

    private final EcsLine unnamed = new EcsLine(LogsConfig.of("starting"));

    /** Where events go. Thread-safe. */
    @FunctionalInterface
    interface Lines {
        /**
         * @param urgent whether the line must not wait, since the process may be about to end
         */
        void write(ILoggingEvent event, boolean urgent);
    }

    /** Has the events of {@code context} go to {@code lines}, in place of others. */
    static void send(LoggerContext context, Lines lines) {
        context.putObject(LINES, lines);
    }

    /** Has them go to standard output, unless others have taken the place of {@code lines}. */
    static void leave(LoggerContext context, Lines lines) {
        if (lines.equals(context.getObject(LINES))) {
            context.removeObject(LINES);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        var lines = Optional.ofNullable(getContext()).map(context -> context.getObject(LINES));
        if (lines.orElse(null) instanceof Lines open) {
            open.write(event, event.getLevel().isGreaterOrEqual(Level.ERROR));
        } else {
            System.out.writeBytes(unnamed.encode(event));
            System.out.flush();
        }
    }
}
