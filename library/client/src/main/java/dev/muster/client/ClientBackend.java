package dev.muster.client;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The time and the chance that calls use; their threads are those of the event loops and of the
 * callers.
 *
 * @param nanoTime a monotonic clock, in nanoseconds
 * @param random asked on the thread that uses it
 */
public record ClientBackend(LongSupplier nanoTime, Supplier<RandomGenerator> random) {
    /** Those of the machine. */
    public static final ClientBackend SYSTEM =
            new ClientBackend(System::nanoTime, ThreadLocalRandom::current);

    long now() {
        return nanoTime.getAsLong();
    }
}
