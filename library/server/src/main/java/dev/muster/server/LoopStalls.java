package dev.muster.server;

import dev.muster.http.Request;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Says that a route declared non-blocking kept its event loop for long, whatever it waited for: all
 * connections of that loop stood still. Said at most every few seconds, because a busy machine can
 * take as long from anybody. Thread-safe.
 */
final class LoopStalls {
    private static final Logger LOG = LoggerFactory.getLogger(LoopStalls.class);
    private static final long LONG = Duration.ofMillis(250).toNanos();
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong lastSaid;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    LoopStalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastSaid = new AtomicLong(nanoTime.getAsLong() - PAUSE);
    }

    void check(Request request, long nanos) {
        if (nanos < LONG) {
            return;
        }
        long now = nanoTime.getAsLong();
        long last = lastSaid.get();
        if (now - last >= PAUSE && lastSaid.compareAndSet(last, now)) {
            LOG.warn(
                    "{} kept the event loop for {} ms, and every other connection of that loop"
                            + " waited: make its route one that may block, in place of nonBlocking",
                    request,
                    Duration.ofNanos(nanos).toMillis());
        }
    }
}
