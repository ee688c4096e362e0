package dev.muster.transport;

import dev.muster.http.EventLoopThread;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A body written by a thread that may block and sent on an event loop. The writer is held back
 * while the connection's write buffer is full; {@link #flush} sends what has been written so far.
 *
 * <p>Written by one thread. {@link #close} ends the body; after {@link #fail} every write throws.
 */
public final class BodyWriter extends OutputStream {
    private static final int BUFFER = 8 << 10;
    private static final int MOST_PIECE = 32 << 10;
    private static final int MOST_UNSENT = 64 << 10;

    private final EventLoop loop;
    private final BodySink sink;
    private final Flow flow;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private boolean started;
    private boolean closed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int unsent;
    private boolean writable = true;
    private @Nullable TransportException failure;

    /**
     * @param flow says when {@code sink} takes more
     */
    public BodyWriter(EventLoop loop, BodySink sink, Flow flow) {
        this.loop = loop;
        this.sink = sink;
        this.flow = flow;
    }

    /** Makes this and every later write throw: the exchange is over. Called on any thread. */
    public void fail(TransportException cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(int oneByte) throws IOException {
        if (buffered == BUFFER) {
            flush();
        }
        buffer[buffered++] = (byte) oneByte;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length > BUFFER - buffered) {
            flush();
        }
        int position = offset;
        int end = offset + length;
        while (end - position > BUFFER) {
            int piece = Math.min(MOST_PIECE, end - position);
            send(Arrays.copyOfRange(bytes, position, position + piece));
            position += piece;
        }
        System.arraycopy(bytes, position, buffer, buffered, end - position);
        buffered += end - position;
    }

    /**
     * Sends what has been written so far. Where that is nothing it tells all the same whether the
     * exchange is over, so that a writer with nothing to say for long finds out.
     */
    @Override
    public void flush() throws IOException {
        if (buffered > 0) {
            int length = buffered;
            buffered = 0;
            send(Arrays.copyOf(buffer, length));
        } else {
            requireNotFailed();
        }
    }

    /** Sends what is left and ends the body. Closing twice does nothing. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            flush();
            closed = true;
            loop.execute(sink::end);
        }
    }

    private void send(byte[] piece) throws IOException {
        if (closed) {
            throw new IOException("this body has been closed");
        }
        EventLoopThread.forbid("writing a body that is a stream");
        awaitRoom(piece.length);
        boolean first = !started;
        started = true;
        loop.execute(
                () -> {
                    if (first) {
                        flow.onWritable(() -> sent(0));
                    }
                    sink.data(Unpooled.wrappedBuffer(piece));
                    sent(piece.length);
                });
    }

    private void awaitRoom(int length) throws IOException {
        lock.lock();
        try {
            while (failure == null && (unsent >= MOST_UNSENT || !writable)) {
                changed.await();
            }
            requireNotFailed();
            unsent += length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending a body");
        } finally {
            lock.unlock();
        }
    }

    private void requireNotFailed() throws IOException {
        lock.lock();
        try {
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sent(int length) {
        boolean isWritable = flow.isWritable();
        lock.lock();
        try {
            unsent -= length;
            writable = isWritable;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
