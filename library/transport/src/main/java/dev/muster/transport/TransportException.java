package dev.muster.transport;

import dev.muster.balance.Loss;

/** Why an exchange did not complete. Has no stack trace: it says what a peer did, not where. */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How an exchange failed; what a retry may assume follows from it. */
    public enum Kind {
        /** No connection was made: the request was not sent. */
        UNREACHABLE,
        /**
         * The connection closed before any byte of a response: the request may have been executed.
         */
        CLOSED_BEFORE_RESPONSE,
        /** The connection closed within the response. */
        CLOSED_WITHIN_RESPONSE,
        /** The client closed the connection within its request. */
        CLOSED_WITHIN_REQUEST,
        /** What the peer sent is not HTTP. */
        MALFORMED,
        /** The head of a response is larger than is taken. */
        HEAD_TOO_LARGE,
        /** A body is longer than its reader allows. */
        TOO_LARGE,
        /** The peer took longer than a deadline allows. */
        TIMEOUT,
        /** Our own side gave the exchange up. */
        CANCELLED,
        /** The address to listen on is taken, or is not ours. */
        CANNOT_LISTEN
    }

    private final Kind kind;
    private final boolean reused;

    public TransportException(Kind kind, String message) {
        this(kind, message, false);
    }

    public TransportException(Kind kind, String message, boolean reused) {
        super(message, null, false, false);
        this.kind = kind;
        this.reused = reused;
    }

    public Kind kind() {
        return kind;
    }

    /** What it means for whoever may send the request again. */
    public Loss loss() {
        return switch (kind) {
            case UNREACHABLE -> Loss.UNREACHABLE;
            case TIMEOUT -> Loss.LATE;
            case CLOSED_BEFORE_RESPONSE, CLOSED_WITHIN_RESPONSE -> Loss.LOST;
            case MALFORMED, HEAD_TOO_LARGE, TOO_LARGE -> Loss.MALFORMED;
            case CLOSED_WITHIN_REQUEST, CANCELLED, CANNOT_LISTEN -> Loss.OURS;
        };
    }

    /** What happened, in a few words. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /**
     * Whether the connection had carried an exchange before. Its peer may then have closed it just
     * as it was taken from the pool, so that {@link Kind#CLOSED_BEFORE_RESPONSE} is not a sign of
     * an unhealthy peer; an idempotent request can be sent again at once.
     */
    public boolean reused() {
        return reused;
    }
}
