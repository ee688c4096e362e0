package dev.muster.discovery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The time, the threads and the chance that a watch uses. Thread-safe. */
public interface WatchBackend {
    /** A monotonic clock, in nanoseconds. */
    long nanoTime();

    void pause(Duration duration) throws InterruptedException;

    /** Asked on the thread that uses it. */
    RandomGenerator random();

    /** Begins {@code task} on a thread of its own, which is interrupted when it is to end. */
    Thread start(String name, Runnable task);
}
