package dev.muster.process;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Ends processes by force, those included that they start in the meantime. */
public final class Sweep {

    private static final Duration AT_MOST = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Sweep() {}

    /**
     * Ends what the search finds until it finds nothing any more; gives up after 5 s, because the
     * kernel may hold a process that waits for a broken disk. Blocks.
     *
     * @param search finds pids, or negative ids of process groups
     * @return what still runs; mostly nothing
     */
    public static List<Long> untilGone(Supplier<List<Long>> search) {
        return untilGone(search, AT_MOST);
    }

    /** The same for every process that carries the mark, as far as marks can be seen. */
    public static List<Long> marked(Mark mark) {
        return untilGone(() -> Search.marked(mark));
    }

    static List<Long> untilGone(Supplier<List<Long>> search, Duration atMost) {
        var limit = TimeLimit.of(atMost);
        List<Long> found = search.get();
        while (!found.isEmpty()) {
            found.forEach(pid -> Hosts.current().signal(pid, Signal.KILL));
            if (!limit.pause(PAUSE)) {
                break;
            }
            found = search.get();
        }
        return List.copyOf(found);
    }
}
