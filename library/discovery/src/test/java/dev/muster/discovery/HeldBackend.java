package dev.muster.discovery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Time that passes by pauses alone, chance that is always the middle, and threads that a test runs
 * itself.
 */
final class HeldBackend implements WatchBackend {
    final List<Duration> pauses = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private long now;

    /** Runs what was started, each until it is interrupted. */
    void run() {
        while (!tasks.isEmpty()) {
            tasks.pop().run();
            // Each ends by an interrupt, which is not this thread's.
            Thread.interrupted();
        }
    }

    void pass(Duration time) {
        now += time.toNanos();
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void pause(Duration duration) {
        pauses.add(duration);
        pass(duration);
    }

    @Override
    public RandomGenerator random() {
        return () -> 0;
    }

    @Override
    public Thread start(String name, Runnable task) {
        tasks.add(task);
        return Thread.ofVirtual().name(name).unstarted(task);
    }
}
