package dev.muster.store.metric;

import java.time.Duration;

/**
 * How much a {@link SeriesStore} keeps. A label set of a histogram with 15 buckets costs about 64
 * bytes per scrape kept: 28 KiB at the standard settings.
 *
 * @param interval the time between two scrapes of one replica
 * @param history how far back the store remembers
 * @param maxSeries label sets over all replicas
 * @param maxSeriesPerReplica label sets of one replica
 */
public record SeriesConfig(
        Duration interval, Duration history, int maxSeries, int maxSeriesPerReplica) {

    /**
     * @throws IllegalArgumentException for values out of range
     */
    public SeriesConfig {
        if (interval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("interval must be 100 ms or more, is " + interval);
        }
        if (history.compareTo(interval.multipliedBy(2)) < 0
                || history.compareTo(Duration.ofHours(6)) > 0) {
            throw new IllegalArgumentException(
                    "history must be two intervals to 6 h, is " + history);
        }
        if (maxSeriesPerReplica < 1 || maxSeries < maxSeriesPerReplica) {
            throw new IllegalArgumentException(
                    "maxSeriesPerReplica must be 1 to maxSeries (%d), is %d"
                            .formatted(maxSeries, maxSeriesPerReplica));
        }
    }

    /** A scrape every two seconds for 15 minutes; 2,000 label sets, 300 of one replica. */
    public static SeriesConfig standard() {
        return new SeriesConfig(Duration.ofSeconds(2), Duration.ofMinutes(15), 2_000, 300);
    }

    int rows() {
        return Math.toIntExact(history.dividedBy(interval)) + 1;
    }
}
