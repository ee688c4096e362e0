package dev.muster.transport.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;

/** The bytes that a connection has received and nobody has taken, and whether it asks for more. */
public final class Inbound {
    private final SocketChannel channel;
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private boolean reading = true;
    private boolean ended;

    public Inbound(SocketChannel channel) {
        this.channel = channel;
    }

    public ByteBuf bytes() {
        return bytes;
    }

    public boolean isEmpty() {
        return !bytes.isReadable();
    }

    /**
     * Adds {@code more}, which is ours from now on. What has been taken is let go of as soon as
     * there is no room left behind it: a peer that never sends a message to its end in one piece
     * must not make us keep the messages before.
     */
    public void add(ByteBuf more) {
        if (isEmpty()) {
            bytes.release();
            bytes = more;
            return;
        }
        if (bytes.refCnt() > 1
                || bytes.isReadOnly()
                || bytes.writableBytes() < more.readableBytes()) {
            int total = bytes.readableBytes() + more.readableBytes();
            var larger = channel.alloc().buffer(2 * total);
            larger.writeBytes(bytes);
            bytes.release();
            bytes = larger;
        }
        bytes.writeBytes(more);
        more.release();
    }

    /** Gives the memory back if everything has been taken: idle connections hold none. */
    public void trim() {
        if (isEmpty()) {
            release();
        }
    }

    public void release() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
    }

    /** The peer sends no more: the socket is not to be asked for it again. */
    public void ended() {
        ended = true;
    }

    /** Starts or stops reading from the socket. */
    public void read(boolean wanted) {
        if (reading != wanted && !ended) {
            reading = wanted;
            channel.config().setAutoRead(wanted);
        }
    }
}
