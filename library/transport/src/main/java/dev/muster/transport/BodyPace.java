package dev.muster.transport;

import dev.muster.transport.loop.Outbound;

import org.jspecify.annotations.Nullable;

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
     * What a client is too slow in; null if it is not.
     *
     * @param isComing whether it owes bytes of its request's body, of which {@code received} have
     *     come
     * @param isWaitedFor whether its exchange has memory that others wait for
     */
    @Nullable Overdue tooSlow(
            long now, boolean isComing, boolean isWaitedFor, long received, Outbound out) {
        if (!isComing) {
            arriving.rest();
        } else if (arriving.isTooSlow(now, received)) {
            return Overdue.BODY;
        }
        if (!isWaitedFor || !(isComing || out.pending() > 0)) {
            contended.rest();
        } else if (contended.isTooSlow(now, received + out.sent())) {
            return Overdue.MEMORY;
        }
        return null;
    }

    boolean isSentTooSlowly(long now, Outbound out) {
        if (out.pending() == 0) {
            sent.rest();
            return false;
        }
        return sent.isTooSlow(now, out.sent());
    }
}
