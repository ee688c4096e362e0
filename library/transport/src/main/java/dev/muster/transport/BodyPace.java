package dev.muster.transport;

import dev.muster.transport.loop.Outbound;

/** Whether the bodies of a client's connection move as fast as its listener's config wants. */
final class BodyPace {
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

    boolean isReceivedTooSlowly(long now, boolean isComing, RequestBody body) {
        if (!isComing) {
            received.rest();
            return false;
        }
        return received.isTooSlow(now, body.received());
    }

    boolean isSentTooSlowly(long now, Outbound out) {
        if (out.pending() == 0) {
            sent.rest();
            return false;
        }
        return sent.isTooSlow(now, out.sent());
    }

    /** Whether {@code call} has memory that others wait for, and its client takes its time. */
    boolean holdsOthersUp(
            long now, ServerCall call, boolean isComing, RequestBody body, Outbound out) {
        if (!(isComing || out.pending() > 0) || !call.isWaitedFor()) {
            contended.rest();
            return false;
        }
        return contended.isTooSlow(now, body.received() + out.sent());
    }
}
