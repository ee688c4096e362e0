package dev.muster.transport;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How an exchange of a listener ended.
 *
 * @param method as it was sent; empty where no request line could be read
 * @param target as it was sent, with its query, which may hold secrets; its beginning alone where
 *     the head was refused, and empty where no request line could be read
 * @param client the other end of the connection
 * @param traceId what a refusal told the client to quote; empty in every other case
 * @param status of the response; 0 where none had begun
 * @param receivedBytes of the request's body, until the end
 * @param sentBytes of the response's body, as given to the connection
 * @param took from the request's head to the end
 * @param reason one sentence; empty where the exchange was answered
 */
public record ExchangeEnd(
        String method,
        String target,
        InetSocketAddress client,
        String traceId,
        int status,
        long receivedBytes,
        long sentBytes,
        Duration took,
        Kind kind,
        String reason) {
    /** What nginx writes of a client that left before it was answered; never sent. */
    private static final int CLIENT_LEFT = 499;

    /** What such an end would have been answered with; never sent. */
    private static final int UNAVAILABLE = 503;

    /**
     * What logs and metrics are to give as the status: that of the response, and where none had
     * begun 499 if the client left, 503 if we closed the connection.
     */
    public int statusToLog() {
        if (status != 0) {
            return status;
        }
        return kind == Kind.CLIENT_GONE ? CLIENT_LEFT : UNAVAILABLE;
    }

    /** Whose doing the end was. */
    public enum Kind {
        /** The handler answered to the end. */
        ANSWERED,
        /** The transport answered in the handler's place. */
        REFUSED,
        /** The client left before it was answered to the end. */
        CLIENT_GONE,
        /** We closed the connection before the response's end. */
        CUT
    }
}
