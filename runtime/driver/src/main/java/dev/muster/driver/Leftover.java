package dev.muster.driver;

import dev.muster.fleet.Cause;
import dev.muster.fleet.Sentences;

import java.util.List;

/**
 * Processes that run on although they were ended by force.
 *
 * @param of whose they are, such as "orders-1"
 */
public record Leftover(String of, List<Long> pids) {
    public Leftover {
        pids = List.copyOf(pids);
    }

    /** What runs on, why that may be, and where to look; without a full stop. */
    public String sentence() {
        return Sentences.about(of, new Cause.LeftBehind(pids)).text();
    }
}
