package dev.muster.transport.wire;

import io.netty.buffer.ByteBuf;

/** Looks for the end of a request's head in what has arrived, without searching a byte twice. */
public final class RequestSearch {
    private int searched;
    private boolean lineSkipped;
    private boolean cameInOnePiece;

    /**
     * Takes the next head out of {@code in}, if its end has arrived.
     *
     * @return whether {@code parser} has read one
     */
    public boolean read(ByteBuf in, HeadParser parser, HeadParser.Limits limits) throws BadMessage {
        if (!in.isReadable() || isBlankLine(in)) {
            return false;
        }
        int length = parser.find(in, searched, limits);
        if (length == 0) {
            searched = in.readableBytes();
            return false;
        }
        RequestRules.read(parser, length, limits);
        in.skipBytes(length);
        cameInOnePiece = searched == 0;
        searched = 0;
        lineSkipped = false;
        return true;
    }

    /** Whether nothing was searched in vain for the head that was read last. */
    public boolean cameInOnePiece() {
        return cameInOnePiece;
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
