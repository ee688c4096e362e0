package dev.muster.transport.loop;

import dev.muster.transport.wire.Fields;
import dev.muster.transport.wire.HeadRules;
import dev.muster.transport.wire.HeadWriter;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: frames one message after the other, gathers small pieces into
 * one buffer, and writes to the socket once per burst of events rather than once per piece.
 *
 * <p>A message's head is held back until it is known whether its body is empty, or until the burst
 * ends, so that most messages leave in one piece and are framed by length.
 */
public final class Outbound implements Loop.Flushed {
    private static final int COPIED_AT_MOST = 4 << 10;
    private static final int GATHERED_AT_MOST = 16 << 10;
    private static final int GATHERED_AT_FIRST = 1 << 10;
    private static final int CRLF = '\r' << 8 | '\n';
    private static final byte[] LAST_CHUNK = HeadRules.ascii("0\r\n\r\n");

    /** The head of a message, to be written when its time has come. */
    public interface Head {
        /**
         * Writes the head.
         *
         * @param empty whether the body is known to be empty
         * @return the body's framing, as {@link HeadWriter} tells it
         */
        long write(HeadWriter writer, boolean empty);
    }

    private final Loop loop;
    private final SocketChannel channel;
    private final SentBytes bytes;
    private @Nullable Head head;
    private @Nullable ByteBuf gathered;
    private long framing = HeadWriter.NO_BODY;
    private boolean unflushed;

    /**
     * @param isLayered whether there is something between this and the socket, such as TLS
     */
    public Outbound(Loop loop, SocketChannel channel, boolean isLayered) {
        this.loop = loop;
        this.channel = channel;
        this.bytes = new SentBytes(channel, isLayered);
    }

    /** Begins a message; the one before it has ended. */
    public void begin(Head newHead) {
        head = newHead;
        flushSoon();
    }

    /**
     * Sends the next bytes of the body, which are ours from now on.
     *
     * @return false if the message was said to be shorter: it cannot be completed any more
     */
    public boolean data(ByteBuf data) {
        int count = data.readableBytes();
        if (count > 0) {
            writeHead(false);
        }
        if (count == 0 || framing == HeadWriter.NO_BODY) {
            data.release();
            return true;
        }
        if (framing >= 0) {
            if (count > framing) {
                data.release();
                return false;
            }
            framing -= count;
        } else if (framing == HeadWriter.CHUNKED) {
            chunkSize(gather(16 + Math.min(count, COPIED_AT_MOST)), count);
        }
        if (count <= COPIED_AT_MOST) {
            gather(count).writeBytes(data);
            data.release();
        } else {
            write(takeGathered());
            write(data);
        }
        if (framing == HeadWriter.CHUNKED) {
            gather(2).writeShort(CRLF);
        }
        flushSoon();
        return true;
    }

    /**
     * Ends the message and sends what is left of it.
     *
     * @param trailers sent behind a body in chunks, which alone can have them; null for none
     * @return false if the message was said to be longer: it cannot be completed any more
     */
    public boolean end(@Nullable Fields trailers) {
        writeHead(trailers == null);
        if (framing > 0) {
            return false;
        }
        if (framing == HeadWriter.CHUNKED) {
            endChunks(trailers);
        }
        framing = HeadWriter.NO_BODY;
        if (loop.isInBurst()) {
            flushSoon();
        } else {
            flush();
        }
        return true;
    }

    /** The messages on this connection have ended: what is sent from now on goes out as it is. */
    public void handOver() {
        writeHead(true);
        framing = HeadWriter.UNTIL_CLOSE;
    }

    /** Sends bytes that belong to no message. */
    public void interim(byte[] bytes) {
        gather(bytes.length).writeBytes(bytes);
        flushSoon();
    }

    /** Writes what has been gathered to the socket. */
    void flush() {
        unflushed = false;
        writeHead(false);
        write(takeGathered());
        channel.flush();
    }

    /** Closes the connection after everything before has been sent. */
    public void closeWhenSent() {
        flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Tells the peer that nothing follows, after everything before has been sent. */
    public void shutDownWhenSent() {
        flush();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> shutDown());
    }

    /** Bytes that the peer's system has not taken yet, as they were before any layer below. */
    public long pending() {
        int unwritten = gathered == null ? 0 : gathered.readableBytes();
        return channel.isOpen() ? unwritten + bytes.pending() : 0;
    }

    /** Bytes that the peer has taken since the connection was made. */
    public long sent() {
        return bytes.sent();
    }

    public void release() {
        head = null;
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    /**
     * TLS has an end of its own to say first: without it, anybody on the way could have ended it.
     */
    private void shutDown() {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutDownSocket();
        } else {
            var _ = tls.closeOutbound().addListener(_ -> shutDownSocket());
        }
    }

    private void shutDownSocket() {
        var _ = channel.shutdownOutput();
    }

    private void writeHead(boolean empty) {
        if (head != null) {
            var due = head;
            head = null;
            framing = due.write(loop.writer(), empty);
            loop.writer().moveTo(gather(GATHERED_AT_FIRST));
        }
    }

    private void endChunks(@Nullable Fields trailers) {
        if (trailers == null) {
            gather(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
        } else {
            loop.writer().lastChunk(trailers);
            loop.writer().moveTo(gather(GATHERED_AT_FIRST));
        }
    }

    private void flushSoon() {
        if (!unflushed) {
            unflushed = true;
            loop.flushSoon(this);
        }
    }

    /** Called by the loop at the end of a burst. */
    @Override
    public void flushIfNeeded() {
        if (unflushed) {
            flush();
        }
    }

    private ByteBuf gather(int more) {
        if (gathered != null && gathered.readableBytes() + more > GATHERED_AT_MOST) {
            write(takeGathered());
        }
        if (gathered == null) {
            gathered = channel.alloc().directBuffer(Math.max(GATHERED_AT_FIRST, more));
        }
        return gathered;
    }

    private @Nullable ByteBuf takeGathered() {
        var taken = gathered;
        gathered = null;
        return taken;
    }

    private void write(@Nullable ByteBuf data) {
        if (data != null) {
            bytes.write(data);
        }
    }

    private static void chunkSize(ByteBuf out, int size) {
        int highest = (31 - Integer.numberOfLeadingZeros(size)) & ~3;
        for (int shift = highest; shift >= 0; shift -= 4) {
            out.writeByte(Character.forDigit(size >> shift & 15, 16));
        }
        out.writeShort(CRLF);
    }
}
