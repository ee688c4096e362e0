package dev.muster.store.metric;

import dev.muster.store.StoreException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The histograms of one replica, a row per scrape in a ring that all of them share.
 *
 * <p>A process exposes the same lines in the same order at each scrape, so the line after the last
 * one found is tried first, by comparing characters in place: a text without news is taken in
 * without allocating.
 */
final class ReplicaSeries {
    private static final int NONE = -1;

    /** Labels that tell requests apart are short; longer ones would count for many label sets. */
    private static final int LONGEST_KEY = 2_000;

    private final List<String> families;
    private final int maxSeries;
    private final long[] times;
    private final Map<String, Cell> cells = new HashMap<>();
    private final List<Cell> order = new ArrayList<>();
    private final Map<Identity, Histogram> histograms = new LinkedHashMap<>();
    private long scrapes;
    private long refused;

    ReplicaSeries(List<String> families, int rows, int maxSeries) {
        this.families = families;
        this.maxSeries = maxSeries;
        times = new long[rows];
    }

    /** A line of the text: one bucket of one histogram. */
    private record Cell(String key, Histogram histogram, int bucket, int position) {}

    private record Identity(String family, Map<String, String> labels) {}

    /**
     * Takes in what the replica exposed.
     *
     * @param room how many label sets may be added
     * @throws StoreException where the text is malformed; nothing of it is kept
     */
    void scrape(long time, String text, int room) {
        if (scrapes > 0 && time <= lastTime()) {
            // The wall clock went back: what was measured against it means nothing any more.
            forget();
        }
        stage(text, Math.min(room, maxSeries - histograms.size()));
        int row = row(scrapes);
        times[row] = time;
        boolean baseline = scrapes == 0;
        var gone = new ArrayList<Identity>();
        histograms.forEach(
                (identity, histogram) -> {
                    boolean kept = histogram.isComplete() || histogram.complete(times.length);
                    if (kept && histogram.lastScrape() > scrapes - times.length) {
                        histogram.commit(row, scrapes, baseline);
                    } else {
                        gone.add(identity);
                    }
                });
        gone.forEach(this::remove);
        scrapes++;
    }

    /** How many label sets of the last text found no room. */
    long refused() {
        return refused;
    }

    int size() {
        return histograms.size();
    }

    boolean isScraped() {
        return scrapes > 0;
    }

    Iterable<Histogram> histograms() {
        return histograms.values();
    }

    /** When it was last scraped, in milliseconds; only after a scrape. */
    long lastTime() {
        return times[row(scrapes - 1)];
    }

    /** The rows that measure what happened after {@code from} and up to {@code to}. */
    Rows rows(long from, long to) {
        long oldest = Math.max(1, scrapes - times.length + 1);
        long first = firstAfter(from, Math.min(oldest, scrapes));
        return new Rows(first, firstAfter(to, first));
    }

    /** The first scrape, from {@code low} on, that was made after {@code time}. */
    private long firstAfter(long time, long low) {
        long after = scrapes;
        while (low < after) {
            long middle = (low + after) >>> 1;
            if (times[row(middle)] > time) {
                after = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Scrapes {@code first} to {@code end}, exclusive, and the time they cover. */
    final class Rows {
        private final long first;
        private final long end;

        private Rows(long first, long end) {
            this.first = first;
            this.end = end;
        }

        boolean isEmpty() {
            return first == end;
        }

        long startTime() {
            return times[row(first - 1)];
        }

        long endTime() {
            return times[row(end - 1)];
        }

        void add(Histogram histogram, BucketSum sum) {
            for (long scrape = first; scrape < end; scrape++) {
                histogram.addTo(sum, row(scrape));
            }
        }
    }

    private void stage(String text, int room) {
        var cursor = new PrometheusText(text);
        int expected = 0;
        int left = room;
        refused = 0;
        while (cursor.next()) {
            String family = wanted(cursor);
            if (family.isEmpty()) {
                continue;
            }
            Cell cell = expected < order.size() ? order.get(expected) : null;
            if (cell == null || !cursor.hasKey(cell.key)) {
                String key = cursor.key();
                cell = cells.get(key);
                if (cell == null) {
                    int before = histograms.size();
                    cell = add(cursor, family, key, left > 0);
                    left -= histograms.size() - before;
                }
            }
            if (cell != null) {
                cell.histogram.stage(cell.bucket, cursor.value(), scrapes);
                expected = cell.position + 1;
            }
        }
    }

    private String wanted(PrometheusText cursor) {
        for (String family : families) {
            if (cursor.isNamed(family, "_bucket")) {
                return family;
            }
        }
        return "";
    }

    private @Nullable Cell add(PrometheusText cursor, String family, String key, boolean room) {
        if (key.length() > LONGEST_KEY) {
            return null;
        }
        var labels = cursor.labels();
        String bound = labels.remove("le");
        if (bound == null) {
            return null;
        }
        var identity = new Identity(family, labels);
        var histogram = histograms.get(identity);
        if (histogram != null && histogram.isComplete()) {
            // Other buckets than before: another version of the service, counting from zero.
            remove(identity);
            histogram = null;
        }
        if (histogram == null) {
            if (!room) {
                refused += bound.equals("+Inf") ? 1 : 0;
                return null;
            }
            histogram = new Histogram(family, labels);
            histograms.put(identity, histogram);
        }
        int bucket = histogram.addBucket(parseBound(bound));
        if (bucket == NONE) {
            return null;
        }
        var cell = new Cell(key, histogram, bucket, order.size());
        cells.put(key, cell);
        order.add(cell);
        return cell;
    }

    private static double parseBound(String text) {
        try {
            return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void remove(Identity identity) {
        var histogram = histograms.remove(identity);
        var kept = order.stream().filter(cell -> cell.histogram != histogram).toList();
        order.clear();
        cells.clear();
        for (var cell : kept) {
            var moved = new Cell(cell.key, cell.histogram, cell.bucket, order.size());
            order.add(moved);
            cells.put(moved.key, moved);
        }
    }

    private void forget() {
        scrapes = 0;
        histograms.clear();
        cells.clear();
        order.clear();
    }

    private int row(long scrape) {
        return (int) (scrape % times.length);
    }
}
