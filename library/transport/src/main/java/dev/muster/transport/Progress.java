package dev.muster.transport;

import java.util.concurrent.TimeUnit;

/** Whether bytes move at least as fast as a peer that is worth waiting for moves them. */
final class Progress {
    /** A loop that looks so rarely was held up itself, which says nothing about its peers. */
    private static final long HELD_UP = TimeUnit.SECONDS.toNanos(1);

    private final long windowNanos;
    private final long bytesPerWindow;
    private boolean watching;
    private long since;
    private long lookedAt;
    private long atStart;

    Progress(Pace pace) {
        windowNanos = pace.window().toNanos();
        bytesPerWindow = pace.bytesPerWindow();
    }

    /** Nothing is expected to move. */
    void rest() {
        watching = false;
    }

    /**
     * Whether a whole window has brought too little, of which {@code moved} is the count so far.
     */
    boolean isTooSlow(long now, long moved) {
        boolean begins = !watching || now - lookedAt > HELD_UP;
        lookedAt = now;
        if (!begins && now - since < windowNanos) {
            return false;
        }
        boolean isTooSlow = !begins && moved - atStart < bytesPerWindow;
        watching = true;
        since = now;
        atStart = moved;
        return isTooSlow;
    }
}
