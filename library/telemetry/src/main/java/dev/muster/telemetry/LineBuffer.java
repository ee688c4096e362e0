package dev.muster.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Log lines on their way to a file: gathered in memory and written in large pieces by a thread of
 * their own, because a write for each line would cost a service a third of its speed, and because a
 * reader that hangs must never hold a request up.
 *
 * <p>A line is written at most {@link #DELAY} after it was added, or at once where it is urgent.
 * Past {@link #CAPACITY} bytes lines are dropped, counted, and the count is written in their place.
 */
final class LineBuffer implements AutoCloseable {
    static final Duration DELAY = Duration.ofMillis(100);
    static final int CAPACITY = 4 << 20;
    private static final int PIECE = 64 << 10;

    private final OutputStream out;
    private final LongFunction<String> dropNotice;
    private final Thread writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition written = lock.newCondition();
    private byte[] held = new byte[PIECE];
    private int size;
    private byte[] spare = new byte[PIECE];
    private long dropped;
    private boolean isUrgent;
    private boolean isWriting;
    private boolean isClosed;

    /**
     * @param dropNotice the line that says how many were dropped
     */
    LineBuffer(OutputStream out, LongFunction<String> dropNotice) {
        this.out = out;
        this.dropNotice = dropNotice;
        this.writer = Thread.ofPlatform().name("log-writer").daemon().unstarted(this::write);
        writer.start();
    }

    /** Adds a line, which ends in a line feed. Never blocks on the file. */
    void add(byte[] line, boolean urgent) {
        lock.lock();
        try {
            if (isClosed || size + line.length > CAPACITY) {
                dropped++;
                return;
            }
            boolean wasEmpty = size == 0;
            boolean wasFull = size >= PIECE;
            makeRoom(line.length);
            System.arraycopy(line, 0, held, size, line.length);
            size += line.length;
            isUrgent |= urgent;
            if (wasEmpty || urgent || (!wasFull && size >= PIECE)) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every line added before is written, or for {@code limit}. */
    void flush(Duration limit) {
        lock.lock();
        try {
            long left = limit.toNanos();
            isUrgent = true;
            changed.signal();
            while ((size > 0 || isWriting) && left > 0) {
                left = written.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is held, within a second, and takes no more. The stream stays open. */
    @Override
    public void close() {
        flush(Duration.ofSeconds(1));
        lock.lock();
        try {
            isClosed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(int more) {
        if (size + more > held.length) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, size + more));
        }
    }

    private void write() {
        try {
            while (true) {
                var piece = take();
                if (piece.length == 0) {
                    return;
                }
                out.write(piece.bytes, 0, piece.length);
                out.flush();
                release(piece);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Nobody reads this log any more, and there is no other place to say so.
            giveUp();
        }
    }

    private Piece take() throws InterruptedException {
        lock.lock();
        try {
            while (size == 0 && !isClosed) {
                isUrgent = false;
                changed.await();
            }
            long left = DELAY.toNanos();
            while (size < PIECE && !isUrgent && !isClosed && left > 0) {
                left = changed.awaitNanos(left);
            }
            var piece = new Piece(held, size);
            held = spare;
            size = 0;
            isUrgent = false;
            isWriting = piece.length > 0;
            reportDropped();
            return piece;
        } finally {
            lock.unlock();
        }
    }

    private void release(Piece piece) {
        lock.lock();
        try {
            // A burst's large array is not kept for the quiet after it.
            spare = piece.bytes.length > 4 * PIECE ? new byte[PIECE] : piece.bytes;
            isWriting = false;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void reportDropped() {
        if (dropped > 0) {
            var bytes = dropNotice.apply(dropped).getBytes(StandardCharsets.UTF_8);
            dropped = 0;
            makeRoom(bytes.length);
            System.arraycopy(bytes, 0, held, size, bytes.length);
            size += bytes.length;
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            isClosed = true;
            size = 0;
            isWriting = false;
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first {@code length} of {@code bytes}, on their way to the file. */
    private static final class Piece {
        private final byte[] bytes;
        private final int length;

        Piece(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }
}
