package dev.muster.registry;

import java.time.Duration;

/** Has something done later, on a thread that it may use for some microseconds. */
@FunctionalInterface
public interface Timers {
    void after(Duration delay, Runnable task);
}
