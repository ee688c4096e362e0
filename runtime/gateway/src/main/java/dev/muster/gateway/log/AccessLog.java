package dev.muster.gateway.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One JSON line for each request, with names of the Elastic Common Schema, written to a {@link
 * Sink} by a thread of its own.
 *
 * <p>Event loops write into one of two fixed buffers while the other is on its way to the sink, so
 * a sink that is slow or fails costs lines, which are counted, and never latency or memory.
 * Thread-safe. The sink stays the caller's to close, after this log.
 */
public final class AccessLog implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Sink sink;
    private final AccessLine line;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private final Object lock = new Object();
    // Guarded by lock: the two buffers' roles, and how full the one being filled is.
    private byte[] filling = new byte[BUFFER_BYTES];
    private byte[] draining = new byte[BUFFER_BYTES];
    private int filled;
    private volatile boolean closed;

    /** Whether the sink failed within a line. Touched by the writer only. */
    private boolean torn;

    private AccessLog(Sink sink, Clock clock) {
        this.sink = sink;
        this.line = new AccessLine(clock);
        this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    /** Takes whole lines, some at a time. Called by one thread at a time. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Writes all of {@code lines}.
         *
         * @throws IOException if they could not be written; they are dropped and counted
         */
        void write(ByteBuffer lines) throws IOException;
    }

    /** A log into {@code sink}; time stamps are read from {@code clock}. */
    public static AccessLog to(Sink sink, Clock clock) {
        var log = new AccessLog(sink, clock);
        log.writer.start();
        return log;
    }

    /** How many lines were lost to a full buffer or a failing sink since the start. */
    public long droppedLines() {
        return dropped.get();
    }

    public void append(Outcome outcome, long nanos) {
        boolean wake;
        synchronized (lock) {
            if (closed || BUFFER_BYTES - filled < AccessLine.MAX_BYTES) {
                dropped.incrementAndGet();
                return;
            }
            int before = filled;
            filled = line.write(outcome, nanos, filling, filled);
            wake = before < BUFFER_BYTES / 2 && filled >= BUFFER_BYTES / 2;
        }
        if (wake) {
            LockSupport.unpark(writer);
        }
    }

    /** Writes what is buffered and ends the thread. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean last;
        do {
            LockSupport.parkNanos(this, FLUSH_NANOS);
            last = closed;
            drain();
        } while (!last);
    }

    private void drain() {
        ByteBuffer full;
        synchronized (lock) {
            full = ByteBuffer.wrap(filling, 0, filled);
            var emptied = draining;
            draining = filling;
            filling = emptied;
            filled = 0;
        }
        try {
            if (torn && full.hasRemaining()) {
                writeAll(ByteBuffer.wrap(new byte[] {'\n'}));
                torn = false;
            }
            writeAll(full);
        } catch (IOException | RuntimeException _) {
            torn |= full.position() > 0 && full.get(full.position() - 1) != '\n';
            dropped.addAndGet(linesLeft(full));
        }
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            sink.write(bytes);
        }
    }

    private static long linesLeft(ByteBuffer bytes) {
        long lines = 0;
        while (bytes.hasRemaining()) {
            if (bytes.get() == '\n') {
                lines++;
            }
        }
        return lines;
    }
}
