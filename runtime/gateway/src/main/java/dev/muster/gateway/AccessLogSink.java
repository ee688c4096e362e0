package dev.muster.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes whole lines of the access log, some at a time. Called by one thread at a time. */
@FunctionalInterface
public interface AccessLogSink {
    /** Keeps nothing. */
    AccessLogSink NONE = lines -> lines.position(lines.limit());

    /**
     * Writes all of {@code lines}.
     *
     * @throws IOException if they could not be written; they are dropped and counted
     */
    void write(ByteBuffer lines) throws IOException;
}
