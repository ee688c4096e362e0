package dev.muster.transport;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How much memory the bodies may take that a process holds at once: what clients send must not
 * decide how much it needs. Whoever holds a body opens a {@link Charge} for it.
 *
 * <p>Large bodies, which wait their turn unread, may take three quarters together, so that they
 * never keep small ones out, which are refused at once where there is no room. What is larger than
 * its share is admitted when it is alone. Counted in KiB. Thread-safe.
 */
public final class ByteBudget {
    private static final int UNIT = 1 << 10;
    private static final int SHARE_OF_HEAP = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int total;
    private final int mostOfLarge;
    private final Duration patience;
    private final Semaphore free;
    private final Semaphore freeForLarge;

    private ByteBudget(long bytes, Duration patience) {
        this.total = Math.clamp(bytes / UNIT, 4, Integer.MAX_VALUE);
        this.mostOfLarge = total / 4 * 3;
        this.patience = patience;
        this.free = new Semaphore(total);
        this.freeForLarge = new Semaphore(mostOfLarge);
    }

    /**
     * @param patience how long a large body waits for its turn
     */
    public static ByteBudget of(long bytes, Duration patience) {
        if (bytes < 1 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "a budget of "
                            + bytes
                            + " bytes and a patience of "
                            + patience
                            + "; both must be positive");
        }
        return new ByteBudget(bytes, patience);
    }

    /** A third of the heap, waited for up to 5 seconds. */
    public static ByteBudget ofHeap() {
        return new ByteBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, PATIENCE);
    }

    /** Bytes that are in use. */
    public long used() {
        return (long) (total - free.availablePermits()) * UNIT;
    }

    /** A charge of nothing yet. */
    public Charge charge() {
        return new Charge(this);
    }

    /**
     * What one body takes. Grown by one thread at a time; closed by any, also while another waits:
     * who takes what belongs to a request may outlive it.
     */
    public static final class Charge implements AutoCloseable {
        private final ByteBudget budget;
        private int taken;
        private int takenAsLarge;
        private boolean closed;

        private Charge(ByteBudget budget) {
            this.budget = budget;
        }

        /**
         * Takes what is missing to {@code bytes}, and then as much again as it has, so that a body
         * may grow piece by piece. Never blocks.
         *
         * @return whether there is room now; never once this is closed
         */
        public synchronized boolean cover(long bytes) {
            int wanted = units(bytes);
            if (closed || wanted <= taken) {
                return !closed;
            }
            int more = Math.min(Math.max(wanted, 2 * taken), budget.total) - taken;
            if (!budget.free.tryAcquire(more)) {
                return false;
            }
            taken += more;
            return true;
        }

        /**
         * Takes more, and waits for it as long as the budget says. Blocks the calling thread.
         *
         * @return whether there is room now; never once this is closed
         */
        public boolean await(long bytes) throws InterruptedException {
            int more = shareOf(units(bytes));
            long deadline = System.nanoTime() + budget.patience.toNanos();
            return budget.freeForLarge.tryAcquire(more, left(deadline), TimeUnit.NANOSECONDS)
                    && keepAsLarge(more)
                    && budget.free.tryAcquire(more, left(deadline), TimeUnit.NANOSECONDS)
                    && keep(more);
        }

        private synchronized int shareOf(int units) {
            return Math.min(units, budget.mostOfLarge - takenAsLarge);
        }

        private synchronized boolean keepAsLarge(int units) {
            if (closed) {
                budget.freeForLarge.release(units);
            } else {
                takenAsLarge += units;
            }
            return !closed;
        }

        private synchronized boolean keep(int units) {
            if (closed) {
                budget.free.release(units);
            } else {
                taken += units;
            }
            return !closed;
        }

        /** Gives everything back, and takes nothing any more. Closing twice does nothing. */
        @Override
        public synchronized void close() {
            closed = true;
            budget.free.release(taken);
            budget.freeForLarge.release(takenAsLarge);
            taken = 0;
            takenAsLarge = 0;
        }

        private static long left(long deadline) {
            return Math.max(0, deadline - System.nanoTime());
        }

        private static int units(long bytes) {
            return (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT);
        }
    }
}
