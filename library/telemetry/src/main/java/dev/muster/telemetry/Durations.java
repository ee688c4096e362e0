package dev.muster.telemetry;

import io.prometheus.metrics.core.metrics.Histogram;

import java.time.Duration;

/** A histogram of how long something took, by labels. Thread-safe. */
public final class Durations {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Histogram histogram;

    Durations(Histogram histogram) {
        this.histogram = histogram;
    }

    /**
     * @param labelValues in the order in which the labels were named; few different values each,
     *     because every combination is kept for the life of the process
     */
    public void record(Duration took, String... labelValues) {
        histogram.labelValues(labelValues).observe(took.toNanos() / NANOS_PER_SECOND);
    }
}
