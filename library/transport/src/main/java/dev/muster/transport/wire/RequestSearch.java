package dev.muster.transport.wire;

import io.netty.buffer.ByteBuf;

/** Looks for the end of a request's head in what has arrived, without searching a byte twice. */
public final class RequestSearch {
    private int searched;
    private boolean lineSkipped;

    /**
     * How long the head at the start of {@code in} is, or 0 if its end has not arrived; then {@code
     * parser} holds it.
     */
    public int find(ByteBuf in, HeadParser parser, HeadParser.Limits limits) throws BadMessage {
        if (!in.isReadable() || isBlankLine(in)) {
            return 0;
        }
        int length = parser.find(in, searched, limits);
        if (length == 0) {
            searched = in.readableBytes();
        }
        return length;
    }

    /** Whether nothing was searched in vain for the head that was found. */
    public boolean isInOnePiece() {
        return searched == 0;
    }

    /** Begins with the next head. */
    public void restart() {
        searched = 0;
        lineSkipped = false;
    }

    /**
     * Skips one empty line before a request, which old clients send after a body (RFC 9112, section
     * 2.2); true when nothing but such a line has arrived.
     */
    private boolean isBlankLine(ByteBuf in) throws BadMessage {
        if (searched > 0 || lineSkipped || in.getByte(in.readerIndex()) != '\r') {
            return false;
        }
        if (in.readableBytes() < 2) {
            return true;
        }
        if (in.getByte(in.readerIndex() + 1) != '\n') {
            throw new BadMessage(400, "The request starts with CR.");
        }
        in.skipBytes(2);
        lineSkipped = true;
        return !in.isReadable();
    }
}
