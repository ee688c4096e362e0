package dev.muster.client;

import dev.muster.http.Headers;
import dev.muster.http.HttpProblem;

import java.util.OptionalInt;

/**
 * A call to a peer that brought no result. A handler that does not catch it answers its own client
 * with 502, 503 or 504, and the message says which peer did what.
 */
public final class PeerException extends HttpProblem {
    private static final long serialVersionUID = 1L;

    private static final int NO_ANSWER = 0;

    private final String peer;
    private final int peerStatus;
    private final boolean sent;

    private PeerException(
            int status,
            String message,
            Headers headers,
            String peer,
            int peerStatus,
            boolean sent) {
        super(status, message, headers);
        this.peer = peer;
        this.peerStatus = peerStatus;
        this.sent = sent;
    }

    /** The name of the service that was called. */
    public String peer() {
        return peer;
    }

    /** The status that the peer answered with; empty if it did not answer. */
    public OptionalInt peerStatus() {
        return peerStatus == NO_ANSWER ? OptionalInt.empty() : OptionalInt.of(peerStatus);
    }

    /** Whether the peer may have acted on the request: false if it was never sent. */
    public boolean mayHaveBeenExecuted() {
        return sent;
    }

    /** Nothing was sent, because there is nobody to send it to. */
    static PeerException unreachable(String peer, String what) {
        var retrySoon = Headers.of("Retry-After", "1");
        return new PeerException(503, peer + " " + what, retrySoon, peer, NO_ANSWER, false);
    }

    /** The peer took the request and gave no proper answer. */
    static PeerException broken(String peer, String what) {
        return new PeerException(502, peer + " " + what, Headers.empty(), peer, NO_ANSWER, true);
    }

    static PeerException late(String peer, String what) {
        return new PeerException(504, peer + " " + what, Headers.empty(), peer, NO_ANSWER, true);
    }

    /**
     * The peer answered with an error. That it is unavailable, or waits for another in vain, is
     * passed on as such; everything else is between us and the peer, and a 502 for our client.
     */
    static PeerException answered(String peer, int peerStatus, String detail, Headers headers) {
        int status = peerStatus == 503 || peerStatus == 504 ? peerStatus : 502;
        var message = peer + " answered " + peerStatus + (detail.isEmpty() ? "" : ": " + detail);
        var kept =
                headers.first("Retry-After")
                        .filter(value -> status == 503)
                        .map(value -> Headers.of("Retry-After", value))
                        .orElse(Headers.empty());
        return new PeerException(status, message, kept, peer, peerStatus, true);
    }

    /** The peer answered, but not with what its interface says. */
    static PeerException unreadable(String peer, int peerStatus, String what) {
        return new PeerException(502, peer + " " + what, Headers.empty(), peer, peerStatus, true);
    }
}
