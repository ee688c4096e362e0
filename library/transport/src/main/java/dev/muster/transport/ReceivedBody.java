package dev.muster.transport;

import dev.muster.http.Body;
import dev.muster.http.EventLoopThread;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * A body that arrives on an event loop and is read by a thread that may block. At most one read of
 * the socket more than 64 KiB of memory is held: beyond that the exchange is paused until the
 * reader has caught up.
 *
 * <p>The {@link BodySink} side is called on the loop. The stream is read by one thread at a time;
 * its reads throw an {@link IOException} whose cause is the {@link TransportException} that ended
 * the exchange. Any thread may {@link #discard} it.
 */
public final class ReceivedBody implements Body, BodySink {
    private static final int HIGH_WATER = 64 << 10;
    private static final int LOW_WATER = HIGH_WATER / 2;

    /** What a piece takes besides its bytes: a peer may send one byte at a time. */
    private static final int PIECE_OVERHEAD = 32;

    private final EventLoop loop;
    private final Flow flow;
    private final LongSupplier nanoTime;
    private final OptionalLong length;
    private final Runnable abandon;
    private final Function<TransportException, IOException> broken;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
    private int held;
    private boolean paused;
    private boolean opened;
    private boolean closed;
    private boolean ended;
    private @Nullable TransportException failure;

    /** When the reader last took something, in nanoseconds. */
    private long readAt;

    private boolean reading;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param length how long the body says it is
     * @param abandon run on the loop if the reader closes the stream before the body's end
     */
    public ReceivedBody(
            EventLoop loop,
            Flow flow,
            LongSupplier nanoTime,
            OptionalLong length,
            Runnable abandon) {
        this(loop, flow, nanoTime, length, abandon, e -> new IOException(e.reason(), e));
    }

    /**
     * @param broken what the reader meets where the body ends too early
     */
    public ReceivedBody(
            EventLoop loop,
            Flow flow,
            LongSupplier nanoTime,
            OptionalLong length,
            Runnable abandon,
            Function<TransportException, IOException> broken) {
        this.loop = loop;
        this.flow = flow;
        this.nanoTime = nanoTime;
        this.readAt = nanoTime.getAsLong();
        this.length = length;
        this.abandon = abandon;
        this.broken = broken;
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream open() {
        lock.lock();
        try {
            if (opened) {
                throw new IllegalStateException("this body has been read: it is a stream");
            }
            opened = true;
        } finally {
            lock.unlock();
        }
        return new Reader();
    }

    /** Gives the rest of the body up, opened or not, and ends a read that waits for it. */
    @Override
    public void discard() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            pieces.clear();
            held = 0;
            changed.signal();
            if (ended) {
                return;
            }
        } finally {
            lock.unlock();
        }
        loop.execute(abandon);
    }

    @Override
    public void data(ByteBuf data) {
        var piece = new byte[data.readableBytes()];
        data.readBytes(piece).release();
        boolean pause;
        lock.lock();
        try {
            if (closed || piece.length == 0) {
                return;
            }
            pieces.add(piece);
            held += PIECE_OVERHEAD + piece.length;
            pause = held > HIGH_WATER && !paused;
            paused |= pause;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (pause) {
            flow.pause();
        }
    }

    @Override
    public void end() {
        finish(null);
    }

    @Override
    public void failed(TransportException cause) {
        finish(cause);
    }

    /**
     * How long nobody has read on; zero while a reader waits for what has not come. A body that
     * nobody reads or closes holds its connection.
     */
    public Duration unreadFor() {
        lock.lock();
        try {
            return reading ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - readAt);
        } finally {
            lock.unlock();
        }
    }

    private void finish(@Nullable TransportException cause) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = cause;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next piece; null at the end of the body. What came before a failure is read first. */
    private byte @Nullable [] take() throws IOException {
        EventLoopThread.forbid("reading a body that is a stream");
        boolean resume;
        byte[] piece;
        lock.lock();
        try {
            reading = true;
            while (pieces.isEmpty() && !ended && !closed) {
                changed.await();
            }
            if (closed) {
                throw new IOException("this body has been closed");
            }
            if (pieces.isEmpty()) {
                if (failure != null) {
                    throw broken.apply(failure);
                }
                return null;
            }
            piece = pieces.remove();
            held -= PIECE_OVERHEAD + piece.length;
            resume = paused && held <= LOW_WATER;
            paused &= !resume;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the rest of a body");
        } finally {
            reading = false;
            readAt = nanoTime.getAsLong();
            lock.unlock();
        }
        if (resume) {
            loop.execute(flow::resume);
        }
        return piece;
    }

    /** The blocking end. */
    private final class Reader extends InputStream {
        private byte @Nullable [] current = new byte[0];
        private int position;

        @Override
        public int read() throws IOException {
            return isAtEnd() ? -1 : Objects.requireNonNull(current)[position++] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int wanted) throws IOException {
            Objects.checkFromIndexSize(offset, wanted, into.length);
            if (wanted == 0) {
                return 0;
            }
            if (isAtEnd()) {
                return -1;
            }
            var piece = Objects.requireNonNull(current);
            int count = Math.min(wanted, piece.length - position);
            System.arraycopy(piece, position, into, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            return current == null ? 0 : current.length - position;
        }

        @Override
        public void close() {
            discard();
        }

        private boolean isAtEnd() throws IOException {
            while (current != null && position == current.length) {
                current = take();
                position = 0;
            }
            return current == null;
        }
    }
}
