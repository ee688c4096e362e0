package dev.muster.transport;

import dev.muster.transport.loop.Outbound;
import dev.muster.transport.wire.HeadWriter;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Sends the requests of a connection to a peer, one after the other. */
final class RequestWriter implements Outbound.Head {
    private final Outbound out;

    /** The head that is about to be written, and the authority that it goes to. */
    private @Nullable RequestHead head;

    private String authority = "";
    private boolean hadBody;
    private boolean handedOver;

    RequestWriter(Outbound out) {
        this.out = out;
    }

    void begin(RequestHead newHead, String newAuthority) {
        head = newHead;
        authority = newAuthority;
        hadBody = false;
        out.begin(this);
    }

    /** Called when it is known whether the body is empty, or can wait no longer. */
    @Override
    public long write(HeadWriter writer, boolean empty) {
        var due = Objects.requireNonNull(head);
        head = null;
        long framing = writer.request(due.method(), due.target(), due.fields(), authority, empty);
        hadBody = framing != 0;
        return framing;
    }

    boolean data(ByteBuf data) {
        return out.data(data);
    }

    boolean end(@Nullable FlatHeaders trailers) {
        boolean isWhole = out.end(trailers);
        if (handedOver) {
            out.shutDownWhenSent();
        }
        return isWhole;
    }

    /** The peer speaks another protocol from here on: what is sent goes out as it is. */
    void handOver() {
        handedOver = true;
        out.handOver();
    }

    boolean isHandedOver() {
        return handedOver;
    }

    /** Whether the head announced a body, be it an empty one in chunks. */
    boolean hadBody() {
        return hadBody;
    }

    /** Bytes that the peer's system has not taken yet. */
    long pending() {
        return out.pending();
    }

    /** Bytes that the peer has taken since the connection was made. */
    long sent() {
        return out.sent();
    }

    /** The connection is closed. */
    void release() {
        out.release();
    }
}
