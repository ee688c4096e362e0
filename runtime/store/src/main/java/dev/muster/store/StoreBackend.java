package dev.muster.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * The time and the threads that stores use.
 *
 * @param clock says when things happened
 * @param nanoTime a monotonic clock, in nanoseconds
 * @param pause how a thread waits for time to pass
 * @param threads make those that look at files and ask for metrics
 */
public record StoreBackend(
        InstantSource clock, LongSupplier nanoTime, Pause pause, ThreadFactory threads) {
    /** Those of the machine; each task has a virtual thread. */
    public static final StoreBackend SYSTEM =
            new StoreBackend(
                    InstantSource.system(),
                    System::nanoTime,
                    Thread::sleep,
                    Thread.ofVirtual().factory());

    /** Lets time pass; a duration that is not positive is over at once. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** A thread that is not started yet, and is interrupted when it is to end. */
    public Thread thread(String name, Runnable task) {
        var thread = threads.newThread(task);
        thread.setName(name);
        return thread;
    }
}
