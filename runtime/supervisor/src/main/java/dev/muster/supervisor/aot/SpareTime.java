package dev.muster.supervisor.aot;

import dev.muster.process.ProcessorTime;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Whether the machine has time for what can wait: its processors were idle for a good part since
 * they were looked at last, or it has been put off for long enough. Not thread-safe.
 */
final class SpareTime {

    private static final double IDLE_SHARE = 0.3;
    private static final Duration PUT_OFF_AT_MOST = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final Supplier<ProcessorTime> processors;
    private @Nullable ProcessorTime last;
    private Instant since = Instant.MAX;

    SpareTime(InstantSource clock, Supplier<ProcessorTime> processors) {
        this.clock = clock;
        this.processors = processors;
    }

    /** Begins to look anew. */
    void forget() {
        last = null;
        since = Instant.MAX;
    }

    /** To be asked every few seconds; the first time there is none. */
    boolean isThere() {
        var now = processors.get();
        var before = last;
        last = now;
        if (before == null) {
            since = clock.instant();
            return false;
        }
        return now.idleShareSince(before) >= IDLE_SHARE
                || Duration.between(since, clock.instant()).compareTo(PUT_OFF_AT_MOST) >= 0;
    }
}
