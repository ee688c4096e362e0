package dev.muster.gateway.proxy;

import dev.muster.transport.BodySink;
import dev.muster.transport.ByteBudget;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import org.jspecify.annotations.Nullable;

/**
 * The beginning of a request's body, kept so that the request can be sent again. Small bodies are
 * kept whole; one that outgrows the limit is let go of, and its request is sent once only.
 *
 * <p>The bytes are copied: slices of what was read would keep whole read buffers alive for a client
 * that sends a byte at a time. Used on one event loop.
 */
final class ReplayBuffer {
    private final int limit;
    private final ByteBudget.Charge charge;
    private @Nullable ByteBuf kept;
    private boolean complete = true;

    /**
     * @param limit bytes
     * @param memory what the buffers of all requests may take together; a request that finds no
     *     room in it is sent once only
     */
    ReplayBuffer(int limit, ByteBudget memory) {
        this.limit = limit;
        this.charge = memory.charge();
    }

    /** Keeps a copy of {@code data}, which stays the caller's. */
    void add(ByteBuf data, ByteBufAllocator allocator) {
        if (!complete || !data.isReadable()) {
            return;
        }
        int size = kept == null ? 0 : kept.readableBytes();
        if (size + data.readableBytes() > limit || !charge.cover(size + data.readableBytes())) {
            release();
            return;
        }
        if (kept == null) {
            kept = allocator.buffer(data.readableBytes(), limit);
        }
        kept.writeBytes(data, data.readerIndex(), data.readableBytes());
    }

    /** Whether everything that came so far is still here. */
    boolean isComplete() {
        return complete;
    }

    /** Sends everything that came so far to {@code sink}, without ending it. */
    void replayTo(BodySink sink) {
        if (kept != null) {
            sink.data(kept.retainedDuplicate());
        }
    }

    /** Keeps nothing from now on. */
    void release() {
        complete = false;
        charge.close();
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }
}
