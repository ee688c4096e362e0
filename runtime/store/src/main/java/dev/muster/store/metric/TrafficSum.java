package dev.muster.store.metric;

import java.time.Duration;
import java.util.Optional;

/** Adds up what several histograms counted over one window. */
final class TrafficSum {
    private final BucketSum buckets = new BucketSum();
    private long failed;
    private double perSecond;

    /**
     * @param covered the time over which {@code rows} were counted
     */
    void add(Histogram histogram, ReplicaSeries.Rows rows, Duration covered) {
        long before = buckets.total();
        rows.add(histogram, buckets);
        long requests = buckets.total() - before;
        failed += isFailure(histogram) ? requests : 0;
        perSecond += requests * 1e3 / Math.max(1, covered.toMillis());
    }

    Traffic traffic() {
        double p99 = buckets.total() < Traffic.ENOUGH ? buckets.slowest() : buckets.quantile(0.99);
        return new Traffic(
                buckets.total(),
                failed,
                perSecond,
                Double.isNaN(p99)
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(Math.round(p99 * 1e9))));
    }

    /** A request is a failure when it was answered with 5xx, or has no status as none came. */
    private static boolean isFailure(Histogram histogram) {
        String status = histogram.label("http_response_status_code");
        if (status.isEmpty()) {
            status = histogram.label("status");
        }
        return status.isEmpty() || status.charAt(0) < '1' || status.charAt(0) > '4';
    }
}
