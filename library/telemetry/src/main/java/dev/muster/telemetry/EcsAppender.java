package dev.muster.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/** Encodes on the thread that logs, where the trace context is, and leaves writing to another. */
final class EcsAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final EcsLine encoder;
    private final LineBuffer lines;

    EcsAppender(EcsLine encoder, LineBuffer lines) {
        this.encoder = encoder;
        this.lines = lines;
    }

    @Override
    public void start() {
        encoder.setContext(getContext());
        encoder.start();
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(encoder.encode(event), event.getLevel().isGreaterOrEqual(Level.ERROR));
    }
}
