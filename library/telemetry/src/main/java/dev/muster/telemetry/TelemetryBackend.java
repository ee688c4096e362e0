package dev.muster.telemetry;

import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * The time and the threads that telemetry uses.
 *
 * @param clock stamps lines and spans
 * @param nanoTime a monotonic clock, in nanoseconds
 * @param writers makes the threads that write lines
 */
record TelemetryBackend(InstantSource clock, LongSupplier nanoTime, ThreadFactory writers) {
    /** Those of the machine. */
    static final TelemetryBackend SYSTEM =
            new TelemetryBackend(
                    InstantSource.system(),
                    System::nanoTime,
                    Thread.ofPlatform().name("log-writer").daemon().factory());
}
