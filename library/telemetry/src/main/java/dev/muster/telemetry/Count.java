package dev.muster.telemetry;

import io.prometheus.metrics.core.metrics.Counter;

/** A number that only grows, by labels. Thread-safe. */
public final class Count {
    private final Counter counter;

    Count(Counter counter) {
        this.counter = counter;
    }

    /**
     * @param labelValues in the order in which the labels were named
     */
    public void increment(String... labelValues) {
        counter.labelValues(labelValues).inc();
    }
}
