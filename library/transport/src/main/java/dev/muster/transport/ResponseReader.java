package dev.muster.transport;

import dev.muster.transport.loop.Inbound;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.BodyDecoder;
import dev.muster.transport.wire.HeadParser;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

/**
 * Reads the responses of a peer out of a connection's bytes, one at a time, and what they say of
 * the connection itself.
 */
final class ResponseReader {
    /** Interim heads that one stretch may bring: a peer that tells of its progress sends fewer. */
    private static final int MAX_INTERIMS = 32;

    private static final long STRETCH_NANOS = 1_000_000_000;

    private final Inbound in;
    private final HeadParser parser;
    private final HeadParser.Limits limits;
    private final BodyDecoder body = new BodyDecoder();
    private int searched;
    private boolean begun;
    private int interims;
    private long interimsSince;
    private boolean persistent;
    private boolean keptAlive;
    private long longestIdle;

    /**
     * @param parser of the event loop, which holds a head until the next one is read
     */
    ResponseReader(Inbound in, HeadParser parser, HeadParser.Limits limits) {
        this.in = in;
        this.parser = parser;
        this.limits = limits;
    }

    /** What comes from now on is the response to another request. */
    void begin() {
        searched = 0;
        begun = false;
        interims = 0;
        persistent = false;
        body.startEmpty();
    }

    /**
     * Reads the next head. What it says is then asked for by {@link #head}, and is done by {@link
     * #skipInterim}, {@link #startHandedOver} or {@link #startBody}.
     *
     * @return the status of the head; 0 where its end has not come
     */
    int readHead() throws BadMessage {
        var bytes = in.bytes();
        if (!bytes.isReadable()) {
            return 0;
        }
        int length = parser.find(bytes, searched, limits);
        if (length == 0) {
            searched = bytes.readableBytes();
            return 0;
        }
        parser.readResponse(length, limits);
        bytes.skipBytes(length);
        searched = 0;
        return parser.status();
    }

    /** The head that was read last. */
    ResponseHead head() {
        return ResponseHead.of(parser);
    }

    /**
     * The head that was read last is not the final one. There may be any number of them for as long
     * as the final one is waited for, but no flood.
     *
     * @param now monotonic, in nanoseconds
     */
    void skipInterim(long now) throws BadMessage {
        if (!begun || now - interimsSince > STRETCH_NANOS) {
            interimsSince = now;
            interims = 0;
        }
        begun = true;
        interims++;
        if (interims > MAX_INTERIMS) {
            throw new BadMessage(502, "it sends more than 32 interim heads within a second");
        }
    }

    /** All that comes from now on belongs to the body, until the peer sends no more. */
    void startHandedOver() {
        persistent = false;
        body.startUntilClose();
    }

    /**
     * Begins the body that the head announces which was read last: RFC 9112, section 6.3, without
     * what it allows for the sake of old senders.
     */
    void startBody(boolean toHead) throws BadMessage {
        int status = parser.status();
        if (parser.contentLengths() > 0
                && (parser.contentLengths() > 1
                        || parser.contentLength() < 0
                        || parser.transferEncodings() > 0)) {
            throw new BadMessage(502, "its length is ambiguous");
        }
        boolean coded = parser.transferEncodings() > 0;
        if (coded && (!parser.isChunked() || parser.isHttp10())) {
            throw new BadMessage(502, "its Transfer-Encoding cannot be relied on");
        }
        persistent = parser.isPersistent();
        keptAlive = parser.isKeptAlive();
        longestIdle = parser.keepAliveNanos();
        if (toHead || status == 204 || status == 304) {
            body.startEmpty();
        } else if (parser.isChunked()) {
            // What is wrong behind an answer is no reason to lose it.
            body.startChunked(limits, false);
        } else if (parser.contentLengths() == 1) {
            body.startLength(parser.contentLength());
        } else {
            body.startUntilClose();
            persistent = false;
        }
    }

    /** The next bytes of the body, for the caller to release; null where there are none now. */
    @Nullable ByteBuf nextPiece() throws BadMessage {
        return body.next(in.bytes());
    }

    /** Whether anything of the response has come, be it an interim head. */
    boolean hasBegun() {
        return begun || !in.isEmpty();
    }

    /** Whether the body has come to its end. */
    boolean isComplete() {
        return body.isComplete();
    }

    /** Whether the body ends where the peer sends no more. */
    boolean isUntilClose() {
        return body.isUntilClose();
    }

    /** The fields behind the body; null for none. */
    @Nullable FlatHeaders trailers() {
        return body.hasTrailers() ? FlatHeaders.ofChecked(body.trailers()) : null;
    }

    /** Whether the connection outlives the response. */
    boolean isPersistent() {
        return persistent;
    }

    /** Whether the peer says in so many words that it keeps the connection. */
    boolean isKeptAlive() {
        return keptAlive;
    }

    /** How long the connection may be left unused after the response. */
    long longestIdle() {
        return longestIdle;
    }
}
