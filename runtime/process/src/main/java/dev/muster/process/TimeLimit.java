package dev.muster.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * How long whoever looks at processes again and again goes on doing so. The time is the machine's,
 * because what is waited for is. Used by one thread.
 */
public final class TimeLimit {
    private final long endsAt;

    private TimeLimit(long endsAt) {
        this.endsAt = endsAt;
    }

    public static TimeLimit of(Duration atMost) {
        return new TimeLimit(System.nanoTime() + atMost.toNanos());
    }

    /**
     * Waits before the next look. A thread that is interrupted waits as well, and stays
     * interrupted: whether it goes on is for the caller to say.
     *
     * @return false once the time is over, at once
     */
    public boolean pause(Duration pause) {
        if (isOver()) {
            return false;
        }
        pauseAtAnyRate(pause);
        return true;
    }

    public boolean isOver() {
        return System.nanoTime() - endsAt >= 0;
    }

    /** The same without a limit. */
    public static void pauseAtAnyRate(Duration pause) {
        long until = System.nanoTime() + pause.toNanos();
        boolean wasInterrupted = Thread.interrupted();
        for (long left = pause.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            wasInterrupted |= Thread.interrupted();
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
