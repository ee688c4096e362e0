package dev.muster.transport;

import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.BodyDecoder;
import dev.muster.transport.wire.HeadParser;

import io.netty.buffer.ByteBuf;

/**
 * The body of the request that a connection is answering, within the limits of its listener: given
 * to the exchange that wants it, or read and dropped up to a bound once that has been answered.
 */
final class RequestBody {
    /** Whoever wants the body. */
    interface Receiver {
        void bodyData(ByteBuf data);

        void bodyTrailers(FlatHeaders trailers);

        void bodyEnd();
    }

    private final BodyDecoder decoder = new BodyDecoder();
    private final long mostDropped;
    private final HeadParser.Limits trailers;
    private long most;
    private boolean continueDue;
    private boolean over;
    private boolean dropping;
    private long droppedFrom;

    /**
     * @param mostDropped how many bytes are read that nobody wants
     * @param trailers the limits of the fields behind it
     */
    RequestBody(long mostDropped, HeadParser.Limits trailers) {
        this.mostDropped = mostDropped;
        this.trailers = trailers;
    }

    /**
     * Begins the body that {@code head} announces, which may be none.
     *
     * @param atMost how many bytes it may have; negative is no limit
     */
    void start(HeadParser head, long atMost) throws BadMessage {
        most = atMost;
        if (head.isChunked()) {
            decoder.startChunked(trailers, true);
        } else {
            decoder.startLength(Math.max(0, head.contentLength()));
        }
        continueDue = !head.expectation().isEmpty() && !head.isHttp10() && !decoder.isComplete();
        over = decoder.isComplete();
        dropping = false;
        if (most >= 0 && head.contentLength() > most) {
            throw tooLarge();
        }
    }

    /** All that comes from now on belongs to it, until the client sends no more. */
    void handOver() {
        most = -1;
        over = false;
        decoder.startUntilClose();
    }

    /** Whether the client ends it by sending no more. */
    boolean isHandedOver() {
        return decoder.isUntilClose();
    }

    /** The client sends no more of what was handed over. */
    void endHandedOver(Receiver call) {
        decoder.endByClose();
        over = true;
        if (!dropping) {
            call.bodyEnd();
        }
    }

    /**
     * Takes the next bytes of the body out of {@code in}, and gives them to {@code call} or drops
     * them.
     *
     * @return whether there was anything to take, the body's end included
     */
    boolean read(ByteBuf in, Receiver call) throws BadMessage {
        var piece = decoder.next(in);
        if (piece != null) {
            take(piece, call);
            return true;
        }
        if (decoder.isComplete()) {
            over = true;
            if (!dropping) {
                if (decoder.hasTrailers()) {
                    call.bodyTrailers(FlatHeaders.ofChecked(decoder.trailers()));
                }
                call.bodyEnd();
            }
        }
        return over;
    }

    private void take(ByteBuf piece, Receiver call) throws BadMessage {
        if (most >= 0 && decoder.received() > most) {
            piece.release();
            throw tooLarge();
        }
        if (dropping) {
            piece.release();
        } else {
            call.bodyData(piece);
        }
    }

    /** Nobody wants the rest: it is dropped from now on. */
    void drop() {
        if (!dropping) {
            dropping = true;
            droppedFrom = decoder.received();
        }
    }

    boolean isDropped() {
        return dropping;
    }

    /** Whether more has been dropped than a connection is worth. */
    boolean isDroppedTooLong() {
        return dropping && decoder.received() - droppedFrom > mostDropped;
    }

    /** Whether its last byte has arrived. */
    boolean isComplete() {
        return decoder.isComplete();
    }

    /** Whether it has been taken or dropped to its end. */
    boolean isOver() {
        return over;
    }

    /** Bytes so far. */
    long received() {
        return decoder.received();
    }

    /** Whether the client waits to be told to go on; true once only. */
    boolean takeContinue() {
        if (!continueDue || decoder.isComplete()) {
            return false;
        }
        continueDue = false;
        return true;
    }

    /** Whether it cannot be told if, or in what time, the rest of it will come. */
    boolean isDoubtful() {
        return !decoder.isComplete() && (continueDue || decoder.missing() > mostDropped);
    }

    private static BadMessage tooLarge() {
        return new BadMessage(413, "The body of the request is larger than is allowed here.");
    }
}
