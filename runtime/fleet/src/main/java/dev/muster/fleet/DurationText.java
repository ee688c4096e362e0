package dev.muster.fleet;

import java.time.Duration;
import java.util.Locale;

/** A duration as people say it: "40 ms", "0.3 s", "60 s", "12 min". */
final class DurationText {

    private DurationText() {}

    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 100) {
            return millis + " ms";
        }
        if (millis < 10_000 && millis % 1000 != 0) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        return millis < 120_000 ? millis / 1000 + " s" : duration.toMinutes() + " min";
    }
}
