package dev.muster.store.metric;

import java.util.Arrays;
import java.util.Map;

/**
 * One label set of a histogram of one replica: how much each bucket grew from scrape to scrape.
 *
 * <p>A scrape is staged bucket by bucket and then committed as a row, so that a text found to be
 * malformed halfway leaves no trace. A cumulative count that fell tells that the process behind it
 * started anew; all it counts now has happened since.
 */
final class Histogram {
    static final int MAX_BUCKETS = 64;

    private final String family;
    private final Map<String, String> labels;
    private double[] bounds = new double[16];
    private double[] staged = new double[16];
    private double[] previous = {};
    private int[] rows = {};
    private int buckets;
    private boolean complete;
    private long stagedAt = -1;

    Histogram(String family, Map<String, String> labels) {
        this.family = family;
        this.labels = labels;
    }

    String family() {
        return family;
    }

    String label(String name) {
        return labels.getOrDefault(name, "");
    }

    Map<String, String> labels() {
        return labels;
    }

    /** Whether its buckets are known, after which none can be added. */
    boolean isComplete() {
        return complete;
    }

    /** When it was last exposed, as the number of a scrape. */
    long lastScrape() {
        return stagedAt;
    }

    /** The index of a new bucket, or -1 where there are too many or they do not ascend. */
    int addBucket(double bound) {
        boolean ascends = buckets == 0 || bound > bounds[buckets - 1];
        if (buckets == MAX_BUCKETS || !ascends || Double.isNaN(bound)) {
            return -1;
        }
        if (buckets == bounds.length) {
            bounds = Arrays.copyOf(bounds, buckets * 2);
            staged = Arrays.copyOf(staged, buckets * 2);
        }
        bounds[buckets] = bound;
        return buckets++;
    }

    void stage(int bucket, double cumulative, long scrape) {
        staged[bucket] = cumulative;
        stagedAt = scrape;
    }

    /**
     * Whether what was staged for a first time is a histogram: its last bucket holds everything.
     */
    boolean complete(int rowCount) {
        if (buckets == 0 || bounds[buckets - 1] != Double.POSITIVE_INFINITY) {
            return false;
        }
        bounds = Arrays.copyOf(bounds, buckets);
        staged = Arrays.copyOf(staged, buckets);
        previous = new double[buckets];
        rows = new int[rowCount * buckets];
        complete = true;
        return true;
    }

    /**
     * Writes the row of a scrape.
     *
     * @param baseline whether the counts only tell where counting begins
     */
    void commit(int row, long scrape, boolean baseline) {
        int offset = row * buckets;
        Arrays.fill(rows, offset, offset + buckets, 0);
        if (stagedAt != scrape) {
            return;
        }
        if (!baseline) {
            boolean restarted = fell();
            double below = 0;
            for (int i = 0; i < buckets; i++) {
                double grown = restarted ? staged[i] : staged[i] - previous[i];
                rows[offset + i] = (int) Math.max(0, grown - below);
                below = grown;
            }
        }
        System.arraycopy(staged, 0, previous, 0, buckets);
    }

    void addTo(BucketSum sum, int row) {
        sum.add(bounds, rows, row * buckets);
    }

    private boolean fell() {
        for (int i = 0; i < buckets; i++) {
            if (staged[i] < previous[i]) {
                return true;
            }
        }
        return false;
    }
}
