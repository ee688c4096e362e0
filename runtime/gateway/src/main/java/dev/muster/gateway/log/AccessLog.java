package dev.muster.gateway.log;

import dev.muster.telemetry.LineWriter;

import java.time.Clock;

/**
 * One JSON line for each request, with names of the Elastic Common Schema.
 *
 * <p>A sink that is slow or fails costs lines, which are counted, and never latency or memory.
 * Thread-safe. The sink stays the caller's to close, after this log.
 */
public final class AccessLog implements AutoCloseable {
    private static final LineWriter.Room ROOM = new LineWriter.Room(1 << 20, 512 << 10);

    private final LineWriter lines;
    private final AccessLine line;

    private AccessLog(LineWriter lines, Clock clock) {
        this.lines = lines;
        this.line = new AccessLine(clock);
    }

    /** A log into {@code sink}; time stamps are read from {@code clock}. */
    public static AccessLog to(LineWriter.Sink sink, Clock clock) {
        return new AccessLog(LineWriter.to(sink, ROOM, _ -> ""), clock);
    }

    /** How many lines were lost to a full buffer or a failing sink since the start. */
    public long droppedLines() {
        return lines.dropped();
    }

    public void append(Outcome outcome, long nanos) {
        lines.add(AccessLine.MAX_BYTES, (buffer, at) -> line.write(outcome, nanos, buffer, at));
    }

    /** Writes what is buffered, within a second, and takes no more. */
    @Override
    public void close() {
        lines.close();
    }
}
