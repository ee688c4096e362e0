package dev.muster.gateway;

import dev.muster.transport.TransportException;

import io.netty.handler.codec.http.HttpMethod;

/** How often a request may be sent, by what its method promises (RFC 9110, section 9.2). */
enum RetryRule {
    /** Reads: may even be sent to two replicas at the same time. */
    SAFE,
    /** Sending it twice does what sending it once does. */
    IDEMPOTENT,
    /** Sent again only when it surely has not been executed. */
    ONCE;

    private static final int MOST_TRIES = 2;

    /** Connections that were refused put no load on anyone, so one more of them is tried. */
    private static final int MOST_UNREACHABLE = 3;

    static RetryRule of(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "HEAD", "OPTIONS" -> SAFE;
            case "PUT", "DELETE" -> IDEMPOTENT;
            default -> ONCE;
        };
    }

    /**
     * Whether a request that failed by {@code cause} may be sent again after {@code tries} tries.
     */
    boolean allows(TransportException cause, int tries) {
        return switch (cause.kind()) {
            case UNREACHABLE -> tries < MOST_UNREACHABLE;
            case CLOSED_BEFORE_RESPONSE, CLOSED_WITHIN_RESPONSE, MALFORMED ->
                    this != ONCE && tries < MOST_TRIES;
            // A request that has used up its time is not given as much again.
            default -> false;
        };
    }

    boolean mayHedge() {
        return this == SAFE;
    }
}
