package dev.muster.transport;

import dev.muster.transport.loop.Outbound;

/** Whether the bodies of a client's connection move as fast as its listener's config wants. */
final class BodyPace {
    private final Progress arriving;
    private final Progress sent;
    private final Progress contended;

    BodyPace(ListenerConfig config) {
        arriving = new Progress(config.pace());
        sent = new Progress(config.pace());
        contended = new Progress(config.contendedPace());
    }

    /** A request begins. */
    void restart() {
        arriving.rest();
        contended.rest();
    }

    /**
     * Why a client is too slow, in one sentence; empty if it is not.
     *
     * @param isComing whether it owes bytes of its request's body, of which {@code received} have
     *     come
     * @param isWaitedFor whether its exchange has memory that others wait for
     */
    String tooSlow(long now, boolean isComing, boolean isWaitedFor, long received, Outbound out) {
        if (!isComing) {
            arriving.rest();
        } else if (arriving.isTooSlow(now, received)) {
            return "The body of the request came too slowly.";
        }
        if (!isWaitedFor || !(isComing || out.pending() > 0)) {
            contended.rest();
        } else if (contended.isTooSlow(now, received + out.sent())) {
            return "The client was slow while other requests waited for the memory that this one"
                    + " holds.";
        }
        return "";
    }

    boolean isSentTooSlowly(long now, Outbound out) {
        if (out.pending() == 0) {
            sent.rest();
            return false;
        }
        return sent.isTooSlow(now, out.sent());
    }
}
