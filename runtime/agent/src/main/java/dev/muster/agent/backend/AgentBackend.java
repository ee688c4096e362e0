package dev.muster.agent.backend;

import dev.muster.store.StoreBackend;
import dev.muster.supervisor.SupervisorConfig;

import java.time.Clock;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The time, the threads and the chance that an agent uses.
 *
 * @param clock says when things happened
 * @param nanoTime a monotonic clock, in nanoseconds, by which it is told how long they took
 * @param pause how a thread waits for time to pass
 * @param threads make those that may wait
 * @param random makes generators that may be asked by any thread
 */
public record AgentBackend(
        Clock clock,
        LongSupplier nanoTime,
        StoreBackend.Pause pause,
        ThreadFactory threads,
        Supplier<RandomGenerator> random) {
    /** Those of the machine; each task that waits has a virtual thread. */
    public static final AgentBackend SYSTEM =
            new AgentBackend(
                    Clock.systemUTC(),
                    System::nanoTime,
                    Thread::sleep,
                    Thread.ofVirtual().factory(),
                    RandomGenerator::getDefault);

    /** The same for the stores. */
    public StoreBackend store() {
        return new StoreBackend(clock, nanoTime, pause, threads);
    }

    /** {@code config} with the same for the supervisor. */
    public SupervisorConfig on(SupervisorConfig config) {
        return config.withBackend(clock, nanoTime, threads, random);
    }

    /** A thread that is not started yet. */
    public Thread thread(String name, Runnable task) {
        var thread = threads.newThread(task);
        thread.setName(name);
        return thread;
    }
}
