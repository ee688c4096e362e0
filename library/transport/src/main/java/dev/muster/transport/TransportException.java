package dev.muster.transport;

/** Why an exchange did not complete. */
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
        /** The peer answered what is no HTTP. */
        MALFORMED,
        /** The peer took longer than a deadline allows. */
        TIMEOUT,
        /** Our own side gave the exchange up. */
        CANCELLED
    }

    private final Kind kind;

    public TransportException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
