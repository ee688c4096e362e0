package dev.muster.transport;

import dev.muster.transport.loop.Outbound;

/** Whether the bodies of a client's connection move as fast as its listener's config wants. */
final class BodyPace {
    static final String HOLDS_OTHERS_UP =
            "The client was slow while other requests waited for the memory that this one holds.";

    private final Progress received;
    private final Progress sent;
    private final Progress contended;

    BodyPace(ListenerConfig config) {
        received = new Progress(config.pace());
        sent = new Progress(config.pace());
        contended = new Progress(config.contendedPace());
    }

    /** A request begins. */
    void restart() {
        received.rest();
        contended.rest();
    }

    boolean isReceivedTooSlowly(long now, boolean isComing, long bytes) {
        if (!isComing) {
            received.rest();
            return false;
        }
        return received.isTooSlow(now, bytes);
    }

    boolean isSentTooSlowly(long now, Outbound out) {
        if (out.pending() == 0) {
            sent.rest();
            return false;
        }
        return sent.isTooSlow(now, out.sent());
    }

    /**
     * Whether a client takes its time.
     *
     * @param isWaitedFor whether its exchange has memory that others wait for
     */
    boolean holdsOthersUp(
            long now, boolean isWaitedFor, boolean isComing, long bytes, Outbound out) {
        if (!isWaitedFor || !(isComing || out.pending() > 0)) {
            contended.rest();
            return false;
        }
        return contended.isTooSlow(now, bytes + out.sent());
    }
}
