package dev.muster.transport;

/** Whether bytes move at least as fast as a peer that is worth waiting for moves them. */
final class Progress {
    private final long windowNanos;
    private final long bytesPerWindow;
    private boolean watching;
    private long since;
    private long atStart;

    Progress(ListenerConfig config) {
        windowNanos = config.progressWindow().toNanos();
        bytesPerWindow = Math.max(1, config.minBytesPerSecond() * windowNanos / 1_000_000_000L);
    }

    /** Nothing is expected to move. */
    void rest() {
        watching = false;
    }

    /**
     * Whether a whole window has brought too little, of which {@code moved} is the count so far.
     */
    boolean isTooSlow(long now, long moved) {
        if (!watching) {
            watching = true;
            since = now;
            atStart = moved;
            return false;
        }
        if (now - since < windowNanos) {
            return false;
        }
        if (moved - atStart < bytesPerWindow) {
            return true;
        }
        since = now;
        atStart = moved;
        return false;
    }
}
