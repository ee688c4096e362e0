package dev.muster.transport;

import io.netty.buffer.ByteBuf;

/**
 * Where the body of a message goes, piece by piece, on one event loop: any number of {@link #data},
 * then either {@link #end} or {@link #failed}, and nothing after that.
 */
public interface BodySink {
    /** The next bytes; the callee owns the buffer and releases it. */
    void data(ByteBuf data);

    /** The body is complete. */
    void end();

    /** The body will not be completed, because of {@code cause}. */
    void failed(TransportException cause);
}
