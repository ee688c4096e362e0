package dev.muster.supervisor.backend;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The time, the threads and the chance that a supervisor uses.
 *
 * @param clock says when things happened
 * @param nanoTime a monotonic clock, in nanoseconds
 * @param deciding makes the one thread on which everything about replicas is decided, and which
 *     lets time pass; closed by whoever had it made
 * @param threads make those that may wait
 * @param random makes generators, each for one thread at a time
 */
public record SupervisorBackend(
        InstantSource clock,
        LongSupplier nanoTime,
        Supplier<ScheduledExecutorService> deciding,
        ThreadFactory threads,
        Supplier<RandomGenerator> random) {
    /** Those of the machine; each task that waits has a virtual thread. */
    public static final SupervisorBackend SYSTEM =
            new SupervisorBackend(
                    InstantSource.system(),
                    System::nanoTime,
                    () ->
                            Executors.newSingleThreadScheduledExecutor(
                                    Thread.ofPlatform()
                                            .name("muster-supervisor")
                                            .daemon()
                                            .factory()),
                    Thread.ofVirtual().factory(),
                    RandomGenerator::getDefault);

    /** A thread that is not started yet. */
    public Thread thread(String name, Runnable task) {
        var thread = threads.newThread(task);
        thread.setName(name);
        return thread;
    }
}
