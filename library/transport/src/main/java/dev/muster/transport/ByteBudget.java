package dev.muster.transport;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How much memory the bodies may take that a process holds at once: what clients send must not
 * decide how much it needs. Whoever holds a body opens a {@link Charge} for it.
 *
 * <p>Large bodies take room as they come, and may take three quarters together, so that they never
 * keep small ones out. Who finds no room waits while others are given some; see {@link LargeBodies}
 * for why somebody always is. Of the large bodies that have none yet the newest is served first:
 * who has waited longest is the likeliest to have given up, and many that come at once and then
 * take their time are not before all who come after them. What is larger than its share is admitted
 * when it is alone. Counted in KiB. Thread-safe.
 */
public final class ByteBudget {
    private static final int UNIT = 1 << 10;
    private static final int SHARE_OF_HEAP = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How many times its patience somebody waits at most, though the line moves. */
    private static final int MOST_PATIENCES = 6;

    /** In KiB: what a body may have before it counts as a large one. */
    private static final int SMALL = 16;

    private static final Comparator<Charge> IN_ORDER =
            Comparator.comparingLong(charge -> charge.order);

    private final int total;
    private final long patience;
    private final LongSupplier nanoTime;

    /** Guards everything below, and what is not final in a charge. */
    private final ReentrantLock lock = new ReentrantLock();

    private final LargeBodies large;
    private final TreeSet<Charge> waitingSmall = new TreeSet<>(IN_ORDER);
    private final TreeSet<Charge> waitingForMore = new TreeSet<>(IN_ORDER);
    private final TreeSet<Charge> waitingToBegin = new TreeSet<>(IN_ORDER.reversed());
    private int free;
    private long requests;
    private long movedAt;

    /** Read without the lock, and changed with it. */
    private volatile int waiters;

    private ByteBudget(long bytes, Duration patience, LongSupplier nanoTime) {
        this.total = Math.clamp(bytes / UNIT, 4, Integer.MAX_VALUE);
        this.patience = patience.toNanos();
        this.nanoTime = nanoTime;
        this.large = new LargeBodies(total / 4 * 3);
        this.free = total;
    }

    /**
     * @param patience how long somebody waits for room while nobody before him is given any
     */
    public static ByteBudget of(long bytes, Duration patience) {
        return of(bytes, patience, System::nanoTime);
    }

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public static ByteBudget of(long bytes, Duration patience, LongSupplier nanoTime) {
        if (bytes < 1 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "a budget of "
                            + bytes
                            + " bytes and a patience of "
                            + patience
                            + "; both must be positive");
        }
        return new ByteBudget(bytes, patience, nanoTime);
    }

    /** A third of the heap, waited for up to 5 seconds. */
    public static ByteBudget ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, PATIENCE);
    }

    /** Bytes that are in use. */
    public long used() {
        lock.lock();
        try {
            return (long) (total - free) * UNIT;
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for room. */
    public int waiters() {
        return waiters;
    }

    /** A charge of nothing yet, for a body that is small, or that nobody waits for room for. */
    public Charge charge() {
        return new Charge(this, 0);
    }

    /**
     * A charge of nothing yet, for a large body.
     *
     * @param most what it may come to, in bytes; less is kept ready for it the less this is
     */
    public Charge charge(long most) {
        return new Charge(this, Math.clamp(units(most), 1, large.most()));
    }

    private static int units(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE, (bytes + UNIT - 1) / UNIT);
    }

    private enum Stop {
        WAITING,
        GROWING,
        ALL
    }

    private NavigableSet<Charge> waiting(Charge charge) {
        if (!charge.isLarge) {
            return waitingSmall;
        }
        return large.has(charge) ? waitingForMore : waitingToBegin;
    }

    private boolean takeIfPossible(Charge charge, int more) {
        boolean isPossible = canTake(charge, more);
        if (isPossible) {
            take(charge, more);
        }
        return isPossible;
    }

    private boolean canTake(Charge charge, int more) {
        return more <= free && (!charge.isLarge || large.admits(charge, more));
    }

    private void take(Charge charge, int more) {
        free -= more;
        if (charge.isLarge) {
            if (!large.has(charge)) {
                charge.order = ++requests;
            }
            large.add(charge, more);
        }
        charge.taken += more;
    }

    private void giveBack(Charge charge) {
        large.remove(charge);
        free += charge.taken;
        charge.taken = 0;
    }

    private void enqueue(Charge charge, int more, Runnable decided) {
        if (!large.has(charge)) {
            charge.order = ++requests;
        }
        charge.wanted = more;
        charge.decided = decided;
        charge.since = nanoTime.getAsLong();
        waiting(charge).add(charge);
        countWaiters();
    }

    private void countWaiters() {
        waiters = waitingSmall.size() + waitingForMore.size() + waitingToBegin.size();
    }

    private @Nullable Runnable dequeue(Charge charge) {
        var decided = charge.decided;
        if (decided != null) {
            charge.decided = null;
            waiting(charge).remove(charge);
            countWaiters();
        }
        return decided;
    }

    /** Gives room to those who wait, as far as there is room, and answers what to tell them. */
    private List<Runnable> serve() {
        if (waiters == 0) {
            return List.of();
        }
        var told = new ArrayList<Runnable>();
        serve(waitingSmall, told);
        serve(waitingForMore, told);
        serve(waitingToBegin, told);
        return told;
    }

    private void serve(NavigableSet<Charge> line, List<Runnable> told) {
        while (!line.isEmpty()) {
            var first = line.first();
            if (!canTake(first, first.wanted)) {
                return;
            }
            var decided = dequeue(first);
            take(first, first.wanted);
            movedAt = nanoTime.getAsLong();
            if (decided != null) {
                told.add(decided);
            }
        }
    }

    /**
     * What one body takes. Grown by one thread at a time; closed by any, also while another waits:
     * who takes what belongs to a request may outlive it.
     */
    public static final class Charge extends LargeBodies.Part implements AutoCloseable {
        private final ByteBudget budget;

        /** Among those that wait, or that have room. */
        private long order;

        /** Whether it has asked for more than a small body has. */
        private boolean isLarge;

        private boolean isFrozen;

        // While it waits.
        private @Nullable Runnable decided;
        private int wanted;
        private long since;

        private Charge(ByteBudget budget, int claim) {
            super(claim);
            this.budget = budget;
        }

        /**
         * Takes what is missing to {@code bytes}, and in a small body as much again as it has, so
         * that it may grow piece by piece. Never blocks or waits.
         *
         * @return whether there is room now; never once this is closed or frozen
         */
        public boolean cover(long bytes) {
            budget.lock.lock();
            try {
                int more = missing(bytes);
                if (isFrozen || more == 0) {
                    return !isFrozen;
                }
                boolean isFirst = budget.waiting(this).isEmpty();
                return isFirst && budget.takeIfPossible(this, more);
            } finally {
                budget.lock.unlock();
            }
        }

        /**
         * Takes what is missing to {@code bytes}, as soon as there is room.
         *
         * @param decided run once on any thread, where there is no room now, after it has been
         *     taken or this has been frozen; not if it is closed or frozen already
         * @return whether it has been taken
         */
        public boolean cover(long bytes, Runnable decided) {
            List<Runnable> told = List.of();
            budget.lock.lock();
            try {
                int more = missing(bytes);
                if (isFrozen || more == 0) {
                    return !isFrozen;
                }
                if (budget.waiters == 0 && budget.takeIfPossible(this, more)) {
                    return true;
                }
                budget.enqueue(this, more, decided);
                told = budget.serve();
                return !isWaiting() && told.remove(decided);
            } finally {
                budget.lock.unlock();
                told.forEach(Runnable::run);
            }
        }

        /**
         * Takes what is missing to {@code bytes}, and waits for it as long as the budget says.
         * Blocks the calling thread.
         *
         * @return whether it has been taken; never once this is closed or frozen
         */
        public boolean await(long bytes) throws InterruptedException {
            var latch = new CountDownLatch(1);
            if (cover(bytes, latch::countDown)) {
                return true;
            }
            try {
                for (long left = patienceLeft(); left > 0; left = patienceLeft()) {
                    if (latch.await(left, TimeUnit.NANOSECONDS)) {
                        break;
                    }
                }
            } finally {
                giveUp();
            }
            return covers(bytes);
        }

        /** Whether {@code bytes} have been taken, or all that this may come to. */
        public boolean covers(long bytes) {
            budget.lock.lock();
            try {
                return missing(bytes) == 0;
            } finally {
                budget.lock.unlock();
            }
        }

        /** How long it is still worth waiting, in nanoseconds; 0 if this does not wait. */
        public long patienceLeft() {
            budget.lock.lock();
            try {
                if (!isWaiting()) {
                    return 0;
                }
                long unmoved = Math.max(since, budget.movedAt) + budget.patience;
                long latest = since + MOST_PATIENCES * budget.patience;
                return Math.max(0, Math.min(unmoved, latest) - budget.nanoTime.getAsLong());
            } finally {
                budget.lock.unlock();
            }
        }

        /** Whether this has room, and others wait for some. */
        public boolean isWaitedFor() {
            if (budget.waiters == 0) {
                return false;
            }
            budget.lock.lock();
            try {
                return taken > 0 && budget.waiters > (isWaiting() ? 1 : 0);
            } finally {
                budget.lock.unlock();
            }
        }

        /** The body has come to its end: what it has is all that it needs. */
        public void complete() {
            List<Runnable> told;
            budget.lock.lock();
            try {
                budget.large.complete(this);
                told = budget.serve();
            } finally {
                budget.lock.unlock();
            }
            told.forEach(Runnable::run);
        }

        /** Ends a wait for room that is still going on; after that it takes nothing any more. */
        public void giveUp() {
            stop(Stop.WAITING);
        }

        /** Takes nothing any more; who waits for it is told so. */
        public void freeze() {
            stop(Stop.GROWING);
        }

        /** Gives everything back, and takes nothing any more. Closing twice does nothing. */
        @Override
        public void close() {
            stop(Stop.ALL);
        }

        private void stop(Stop what) {
            Runnable own;
            List<Runnable> told = List.of();
            budget.lock.lock();
            try {
                own = budget.dequeue(this);
                isFrozen |= own != null || what != Stop.WAITING;
                if (what == Stop.ALL) {
                    budget.giveBack(this);
                }
                told = budget.serve();
            } finally {
                budget.lock.unlock();
            }
            if (own != null) {
                own.run();
            }
            told.forEach(Runnable::run);
        }

        private boolean isWaiting() {
            return decided != null;
        }

        private int missing(long bytes) {
            int needed = units(bytes);
            if (needed <= taken) {
                return 0;
            }
            if (claim == 0) {
                return Math.min(Math.max(needed, 2 * taken), budget.total) - taken;
            }
            isLarge |= needed > SMALL;
            return Math.max(0, Math.min(needed, claim) - taken);
        }
    }
}
