package dev.muster.transport.loop;

import java.time.Duration;

/**
 * A connection whose client sends no more: it has left, or has asked all that it wanted to ask and
 * waits. Which of the two, the system tells only once we have sent something.
 */
public final class HalfOpen {
    /** Within this a client is answered that may have left. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private boolean began;
    private long since;
    private long sentBefore;

    public void begin(long now, long sent) {
        began = true;
        since = now;
        sentBefore = sent;
    }

    public boolean hasBegun() {
        return began;
    }

    /** Whether nothing has moved for so long that the client is taken for gone. */
    public boolean isOver(Loop loop, Outbound out) {
        if (!began) {
            return false;
        }
        if (out.pending() > 0 || out.sent() != sentBefore) {
            begin(loop.now(), out.sent());
        }
        return loop.isOver(since, PATIENCE);
    }
}
