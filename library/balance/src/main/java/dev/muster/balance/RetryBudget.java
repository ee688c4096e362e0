package dev.muster.balance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many requests may be sent again: a fraction of those of the last ten seconds, and a few more
 * for services with little traffic. It keeps retries from multiplying the load of a service that is
 * failing because of its load. After Finagle's {@code RetryBudget}.
 *
 * <p>Thread-safe. Counting a request takes no lock; asking for a retry does, so that the bound is
 * exact.
 */
public final class RetryBudget {
    private static final int SECONDS = 10;
    private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    /** Layout of a slot: which second it counts, then the retries, then the requests. */
    private static final int COUNT_BITS = 22;

    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final int SECOND_SHIFT = 2 * COUNT_BITS;
    private static final long SECOND_MASK = (1L << (64 - SECOND_SHIFT)) - 1;

    private final double fraction;
    private final int floorPerSecond;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private final AtomicLongArray slots = new AtomicLongArray(SECONDS);
    private final ReentrantLock retryLock = new ReentrantLock();

    /**
     * @param fraction of the requests of the window that may be sent again, 0 to 1
     * @param floorPerSecond how many may be, for each second of the window, whatever the traffic
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public RetryBudget(double fraction, int floorPerSecond, LongSupplier nanoTime) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "the fraction of a retry budget is " + fraction + ", expected 0 to 1");
        }
        if (floorPerSecond < 0) {
            throw new IllegalArgumentException(
                    "the floor of a retry budget is " + floorPerSecond + ", expected 0 or more");
        }
        this.fraction = fraction;
        this.floorPerSecond = floorPerSecond;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
    }

    /** 20 % of the requests, and 10 a second besides. */
    public static RetryBudget standard(LongSupplier nanoTime) {
        return new RetryBudget(0.2, 10, nanoTime);
    }

    /** Counts a request, not a retry. */
    public void request() {
        add(second(), 1);
    }

    /** Takes one retry out of the budget; false when there is none left. */
    public boolean tryRetry() {
        retryLock.lock();
        try {
            long now = second();
            long requests = 0;
            long retries = 0;
            for (int i = 0; i < SECONDS; i++) {
                long slot = slots.get(i);
                if (isWithinWindow(slot, now)) {
                    requests += slot & COUNT_MASK;
                    retries += (slot >>> COUNT_BITS) & COUNT_MASK;
                }
            }
            if (retries + 1 > requests * fraction + (double) floorPerSecond * SECONDS) {
                return false;
            }
            add(now, 1L << COUNT_BITS);
            return true;
        } finally {
            retryLock.unlock();
        }
    }

    private void add(long second, long count) {
        int index = Math.floorMod(second, SECONDS);
        slots.accumulateAndGet(
                index,
                count,
                (slot, more) -> {
                    boolean current = slot >>> SECOND_SHIFT == (second & SECOND_MASK);
                    long counted = current ? slot : (second & SECOND_MASK) << SECOND_SHIFT;
                    return isFull(counted, more) ? counted : counted + more;
                });
    }

    /** Four million in one second are not counted further: the next count would run over. */
    private static boolean isFull(long slot, long more) {
        return more == 1
                ? (slot & COUNT_MASK) == COUNT_MASK
                : ((slot >>> COUNT_BITS) & COUNT_MASK) == COUNT_MASK;
    }

    private static boolean isWithinWindow(long slot, long now) {
        return ((now - (slot >>> SECOND_SHIFT)) & SECOND_MASK) < SECONDS;
    }

    /** Since this was made, counted from 1: a slot of zeroes is no second of the window. */
    private long second() {
        return (nanoTime.getAsLong() - startedAt) / NANOS_PER_SECOND + SECONDS;
    }
}
