package dev.muster.client;

import dev.muster.http.Headers;
import dev.muster.http.HttpProblem;

import java.util.OptionalInt;

/**
 * A call to a peer that brought no result. A handler that does not catch it answers its own client
 * with 502, 503 or 504.
 *
 * <p>Its message says all there is to know, what the peer says of its error included, and is for
 * the log. Its {@link #detail}, which the handler's own client is shown, names the peer and its
 * status and holds not a word of the peer's.
 */
public final class PeerException extends HttpProblem {
    private static final long serialVersionUID = 1L;

    private static final int NO_ANSWER = 0;

    private final String peer;
    private final String detail;
    private final int peerStatus;
    private final boolean sent;

    private PeerException(
            int status,
            String peer,
            String what,
            String detail,
            Headers headers,
            int peerStatus,
            boolean sent) {
        super(status, peer + " " + what, headers);
        this.peer = peer;
        this.detail = peer + " " + detail;
        this.peerStatus = peerStatus;
        this.sent = sent;
    }

    /** The name of the service that was called. */
    public String peer() {
        return peer;
    }

    /** Which peer failed, and how, in words of our own. */
    @Override
    public String detail() {
        return detail;
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
        return new PeerException(503, peer, what, "cannot be reached", retrySoon, NO_ANSWER, false);
    }

    /** The peer took the request and gave no proper answer. */
    static PeerException broken(String peer, String what) {
        return new PeerException(
                502, peer, what, "gave no proper answer", Headers.empty(), NO_ANSWER, true);
    }

    static PeerException late(String peer, String what) {
        return new PeerException(
                504, peer, what, "gave no answer in time", Headers.empty(), NO_ANSWER, true);
    }

    /**
     * The peer answered with an error. That it is unavailable, or waits for another in vain, is
     * passed on as such; everything else is between us and the peer, and a 502 for our client.
     *
     * @param words what the peer says of its error; may be empty
     */
    static PeerException answered(String peer, int peerStatus, String words, Headers headers) {
        int status = peerStatus == 503 || peerStatus == 504 ? peerStatus : 502;
        var answered = "answered " + peerStatus;
        var kept =
                headers.first("Retry-After")
                        .filter(value -> status == 503)
                        .map(value -> Headers.of("Retry-After", value))
                        .orElse(Headers.empty());
        return new PeerException(
                status,
                peer,
                words.isEmpty() ? answered : answered + ": " + words,
                answered,
                kept,
                peerStatus,
                true);
    }

    /** The peer answered, but not with what its interface says. */
    static PeerException unreadable(String peer, int peerStatus, String what) {
        return new PeerException(
                502,
                peer,
                what,
                "gave an answer that cannot be used",
                Headers.empty(),
                peerStatus,
                true);
    }
}
