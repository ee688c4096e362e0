package dev.muster.transport.loop;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;

/**
 * Writes to a connection, and counts what the system has taken of it in the bytes that were given:
 * whether a peer keeps up must not depend on what a layer below, such as TLS, makes of them.
 *
 * <p>Where nothing is below, the socket's own buffer says how far it is, within a piece too, and no
 * write needs a promise; it counts some hundred bytes more for each write that waits. A layer's
 * buffer holds other bytes; there each piece is counted when its write has been done, and pieces
 * are as large as a record of TLS.
 */
final class SentBytes {
    private static final int PIECE = 16 << 10;

    private final SocketChannel channel;
    private final boolean isLayered;
    private long written;
    private long done;

    /**
     * @param isLayered whether there is something between this and the socket
     */
    SentBytes(SocketChannel channel, boolean isLayered) {
        this.channel = channel;
        this.isLayered = isLayered;
    }

    /** Writes {@code data}, which is the connection's from then on. */
    void write(ByteBuf data) {
        written += data.readableBytes();
        if (!isLayered) {
            var _ = channel.write(data, channel.voidPromise());
            return;
        }
        while (data.readableBytes() > PIECE) {
            writeCounted(data.readRetainedSlice(PIECE));
        }
        writeCounted(data);
    }

    private void writeCounted(ByteBuf piece) {
        int count = piece.readableBytes();
        var _ = channel.write(piece).addListener((ChannelFuture write) -> done(write, count));
    }

    private void done(ChannelFuture write, int count) {
        if (write.isSuccess()) {
            done += count;
        }
    }

    /** Bytes that the system has not taken yet; 0 once the connection is closed. */
    long pending() {
        var buffer = channel.unsafe().outboundBuffer();
        if (buffer == null) {
            return 0;
        }
        return isLayered ? written - done : buffer.totalPendingWriteBytes();
    }

    /** Bytes that the system has taken since the connection was made. */
    long sent() {
        if (isLayered) {
            return done;
        }
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null
                ? written
                : written - buffer.totalPendingWriteBytes() + buffer.currentProgress();
    }
}
