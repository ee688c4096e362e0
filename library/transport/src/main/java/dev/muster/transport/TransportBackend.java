package dev.muster.transport;

import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * The time and the threads that connections use, and whoever answers on them.
 *
 * @param nanoTime a monotonic clock, in nanoseconds
 * @param clock says the {@code Date} of responses
 * @param threads make those that may wait: for names, for certificates, in handlers
 */
public record TransportBackend(LongSupplier nanoTime, InstantSource clock, ThreadFactory threads) {
    /** Those of the machine; each task that waits has a virtual thread. */
    public static final TransportBackend SYSTEM =
            new TransportBackend(
                    System::nanoTime,
                    InstantSource.system(),
                    Thread.ofVirtual().inheritInheritableThreadLocals(false).factory());

    /** Runs {@code task} on a thread of its own, which may wait. */
    void start(Runnable task) {
        threads.newThread(task).start();
    }
}
