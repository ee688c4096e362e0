package dev.muster.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Log lines on their way to a file: gathered in memory and written in large pieces by a thread of
 * their own, because a write for each line would cost a service a third of its speed, and because a
 * reader that hangs must never hold a request up.
 *
 * <p>A line is written at most {@link #DELAY} after it was added, or at once where it is urgent.
 * What finds no room, or is refused by the sink, is dropped and counted. Thread-safe. The sink
 * stays the caller's to close, after this.
 */
public final class LineWriter implements AutoCloseable {
    static final Duration DELAY = Duration.ofMillis(100);
    private static final Duration LAST_FLUSH = Duration.ofSeconds(1);

    /** How many pieces an array may hold to be kept after a burst. */
    private static final int KEPT = 4;

    private final Sink sink;
    private final Room room;
    private final LongFunction<String> dropNotice;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition written = lock.newCondition();

    // Guarded by the lock.
    private byte[] held;
    private byte[] spare;
    private byte[] onItsWay = {};
    private int size;
    private long dropped;
    private long notTold;
    private boolean isUrgent;
    private boolean isWriting;
    private boolean isClosed;

    /** Whether the sink failed within a line. Touched by the writer alone. */
    private boolean isTorn;

    private LineWriter(Sink sink, Room room, LongFunction<String> dropNotice) {
        this.sink = sink;
        this.room = room;
        this.dropNotice = dropNotice;
        this.held = new byte[room.piece()];
        this.spare = new byte[room.piece()];
    }

    /** Takes whole lines, some at a time. Called by one thread at a time. */
    @FunctionalInterface
    public interface Sink {
        /** Keeps nothing. */
        Sink NONE = lines -> lines.position(lines.limit());

        /**
         * Writes {@code lines}, or the first of them; it is called again with what is left.
         *
         * @throws IOException if they could not be written; what is left is dropped and counted
         */
        void write(ByteBuffer lines) throws IOException;
    }

    /** Writes one line, its line feed included, into {@code buffer}. */
    @FunctionalInterface
    public interface Line {
        /**
         * @return where it ends, if it begins at {@code at}
         */
        int write(byte[] buffer, int at);
    }

    /**
     * @param capacity bytes that wait at most; as many more may be on their way to the sink
     * @param piece bytes that are written without waiting for more
     */
    public record Room(int capacity, int piece) {}

    /**
     * @param dropNotice the line that says how many were dropped, or an empty text
     */
    public static LineWriter to(Sink sink, Room room, LongFunction<String> dropNotice) {
        return to(sink, room, dropNotice, TelemetryBackend.SYSTEM.writers());
    }

    static LineWriter to(
            Sink sink, Room room, LongFunction<String> dropNotice, ThreadFactory writers) {
        var lines = new LineWriter(sink, room, dropNotice);
        writers.newThread(lines::writeAll).start();
        return lines;
    }

    /** Adds a line, which ends in a line feed. Never blocks on the sink. */
    void add(byte[] line, boolean urgent) {
        add(
                line.length,
                (buffer, at) -> {
                    System.arraycopy(line, 0, buffer, at, line.length);
                    return at + line.length;
                },
                urgent);
    }

    /**
     * Adds a line that is written straight into the buffer. Never blocks on the sink.
     *
     * @param most bytes that it may come to
     * @param line called at once, and by one thread at a time
     */
    public void add(int most, Line line) {
        add(most, line, false);
    }

    private void add(int most, Line line, boolean urgent) {
        lock.lock();
        try {
            if (isClosed || size + most > room.capacity()) {
                drop(1);
                return;
            }
            int before = size;
            makeRoom(most);
            size = line.write(held, size);
            isUrgent |= urgent;
            if (before == 0 || urgent || (before < room.piece() && size >= room.piece())) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many lines were dropped since the start. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every line added before is written or dropped, or for {@code limit}. */
    void flush(Duration limit) {
        lock.lock();
        try {
            isUrgent = true;
            awaitWritten(limit);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, and writes what is held, within a second. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            awaitWritten(LAST_FLUSH);
        } finally {
            lock.unlock();
        }
    }

    /** A thread that was interrupted, as one may be that ends a process, loses no lines by that. */
    private void awaitWritten(Duration limit) {
        changed.signal();
        long left = limit.toNanos();
        boolean wasInterrupted = Thread.interrupted();
        while ((size > 0 || isWriting) && left > 0) {
            try {
                left = written.awaitNanos(left);
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void drop(long lines) {
        dropped += lines;
        notTold += lines;
    }

    private void makeRoom(int more) {
        if (size + more > held.length) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, size + more));
        }
    }

    private void writeAll() {
        try {
            for (var piece = take(); piece.hasRemaining(); piece = take()) {
                boolean isRefused = !isWritten(piece);
                release(linesLeft(piece), isRefused);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Blocks until there is something to write; empty at the end. */
    private ByteBuffer take() throws InterruptedException {
        lock.lock();
        try {
            while (size == 0 && !isClosed) {
                isUrgent = false;
                changed.await();
            }
            long left = DELAY.toNanos();
            while (size < room.piece() && !isUrgent && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
            var piece = ByteBuffer.wrap(held, 0, size);
            onItsWay = held;
            held = spare;
            size = 0;
            isUrgent = false;
            isWriting = piece.hasRemaining();
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /** As soon as lines are written again: who logs nothing more has lost some all the same. */
    private void tellOfDropped() {
        if (notTold > 0) {
            var notice = dropNotice.apply(notTold).getBytes(StandardCharsets.UTF_8);
            notTold = 0;
            makeRoom(notice.length);
            System.arraycopy(notice, 0, held, size, notice.length);
            size += notice.length;
        }
    }

    /** Whether the sink took all of it; what it did not is left. */
    private boolean isWritten(ByteBuffer piece) {
        int before = piece.position();
        try {
            if (isTorn) {
                drain(ByteBuffer.wrap(new byte[] {'\n'}));
                isTorn = false;
            }
            drain(piece);
            return true;
        } catch (IOException | RuntimeException e) {
            // There is no other place to say so than the count of what was dropped.
            int at = piece.position();
            isTorn |= at > before && piece.get(at - 1) != '\n';
            return false;
        }
    }

    private void drain(ByteBuffer bytes) throws IOException {
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

    private void release(long linesLost, boolean isRefused) {
        lock.lock();
        try {
            drop(linesLost);
            if (!isRefused) {
                tellOfDropped();
            }
            // A burst's large array is not kept for the quiet after it.
            boolean isOfABurst = onItsWay.length > KEPT * room.piece();
            spare = isOfABurst ? new byte[room.piece()] : onItsWay;
            isWriting = false;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
