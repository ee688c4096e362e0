package dev.muster.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Time that passes when a test says so; whoever pauses waits for that. Thread-safe. */
public final class ManualTime {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Instant start;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private Instant now;
    private int pauses;

    public ManualTime(Instant start) {
        this.start = start;
        this.now = start;
    }

    public StoreBackend backend() {
        return new StoreBackend(this::now, this::nanoTime, this::pause, this::thread);
    }

    public synchronized Instant now() {
        return now;
    }

    private Thread thread(Runnable task) {
        var thread = Thread.ofVirtual().unstarted(task);
        threads.add(thread);
        return thread;
    }

    /** Whether every thread that was made comes to its end. */
    public boolean threadsEnd() throws InterruptedException {
        for (var thread : threads) {
            if (!thread.join(PATIENCE)) {
                return false;
            }
        }
        return true;
    }

    private long nanoTime() {
        return Duration.between(start, now()).toNanos();
    }

    public synchronized void pass(Duration duration) {
        now = now.plus(duration);
        notifyAll();
    }

    /** Lets as much pass as the one thread that pauses waits for; returns when it pauses again. */
    public synchronized void passUntilNextPause(Duration duration) throws Exception {
        awaitPauses(1);
        int before = pauses;
        pass(duration);
        awaitPauses(before + 1);
    }

    /** Returns when there was a pause, be it over or not. */
    public synchronized void awaitFirstPause() throws Exception {
        awaitPauses(1);
    }

    private synchronized void awaitPauses(int count) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (pauses < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException("nobody pauses");
            }
            wait(left);
        }
    }

    private synchronized void pause(Duration duration) throws InterruptedException {
        var until = now.plus(duration);
        pauses++;
        notifyAll();
        while (now.isBefore(until)) {
            wait();
        }
    }
}
