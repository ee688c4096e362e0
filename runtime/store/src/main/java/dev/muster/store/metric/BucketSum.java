package dev.muster.store.metric;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * Histogram counts of several replicas added up, and quantiles of the sum.
 *
 * <p>A quantile is interpolated linearly within its bucket, as Prometheus' {@code
 * histogram_quantile} does; one that falls beyond the last finite bound is that bound. Histograms
 * whose bounds differ are added at the bounds they have.
 */
final class BucketSum {
    private double[] bounds = {};
    private long[] counts = {};
    private long total;

    void add(double[] theirBounds, int[] theirCounts, int offset) {
        if (!Arrays.equals(theirBounds, bounds)) {
            widen(theirBounds);
        }
        for (int i = 0; i < theirBounds.length; i++) {
            int count = theirCounts[offset + i];
            if (count != 0) {
                counts[indexOf(theirBounds, i)] += count;
                total += count;
            }
        }
    }

    long total() {
        return total;
    }

    /** The value below which the share {@code q} lies; NaN where nothing was added. */
    double quantile(double q) {
        if (total == 0) {
            return Double.NaN;
        }
        double rank = q * total;
        long below = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && below + counts[i] >= rank) {
                double lower = i == 0 ? 0 : bounds[i - 1];
                return bounds[i] == Double.POSITIVE_INFINITY
                        ? lower
                        : lower + (bounds[i] - lower) * ((rank - below) / counts[i]);
            }
            below += counts[i];
        }
        return bounds[bounds.length - 1];
    }

    /**
     * The upper bound of the highest value, or the last finite bound where it lies beyond that; NaN
     * where nothing was added.
     */
    double slowest() {
        for (int i = counts.length - 1; i >= 0; i--) {
            if (counts[i] > 0) {
                return bounds[i] == Double.POSITIVE_INFINITY && i > 0 ? bounds[i - 1] : bounds[i];
            }
        }
        return Double.NaN;
    }

    private int indexOf(double[] theirBounds, int i) {
        return theirBounds.length == bounds.length && theirBounds[i] == bounds[i]
                ? i
                : Arrays.binarySearch(bounds, theirBounds[i]);
    }

    private void widen(double[] more) {
        var union = new TreeMap<Double, Long>();
        for (double bound : more) {
            union.put(bound, 0L);
        }
        for (int i = 0; i < bounds.length; i++) {
            union.put(bounds[i], counts[i]);
        }
        bounds = union.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        counts = union.values().stream().mapToLong(Long::longValue).toArray();
    }
}
