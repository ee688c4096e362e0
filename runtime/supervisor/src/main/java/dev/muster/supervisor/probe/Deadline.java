package dev.muster.supervisor.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Until when an answer must be there.
 *
 * @param at as the clock counts
 * @param nanoTime a monotonic clock, in nanoseconds
 */
record Deadline(long at, LongSupplier nanoTime) {

    static Deadline in(Duration delay, LongSupplier nanoTime) {
        return new Deadline(nanoTime.getAsLong() + delay.toNanos(), nanoTime);
    }

    /** This one, or {@code delay} from now where that is sooner. */
    Deadline within(Duration delay) {
        Deadline other = in(delay, nanoTime);
        return other.at - at < 0 ? other : this;
    }

    /**
     * What is left, for a socket.
     *
     * @throws SocketTimeoutException when that is less than a millisecond
     */
    int remainingMillis() throws SocketTimeoutException {
        long millis = (at - nanoTime.getAsLong()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
