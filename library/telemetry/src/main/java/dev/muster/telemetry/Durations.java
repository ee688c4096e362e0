package dev.muster.telemetry;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
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
        series(labelValues).record(took.toNanos());
    }

    /**
     * The durations of one combination of labels, for a caller that keeps it and so looks nothing
     * up per request.
     *
     * @param labelValues in the order in which the labels were named
     */
    public Series series(String... labelValues) {
        return new Series(histogram.labelValues(labelValues));
    }

    /** One combination of labels. Thread-safe. */
    public static final class Series {
        private final DistributionDataPoint point;

        private Series(DistributionDataPoint point) {
            this.point = point;
        }

        /**
         * @param nanos how long it took, in nanoseconds
         */
        public void record(long nanos) {
            point.observe(nanos / NANOS_PER_SECOND);
        }
    }
}
