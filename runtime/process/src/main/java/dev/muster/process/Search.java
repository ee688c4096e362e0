package dev.muster.process;

import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks for processes as often as it takes, so that none slips through by starting another one. */
public final class Search {

    /** Where others come and go all the time, no count is ever complete. */
    private static final int MOST_COUNTS = 20;

    private Search() {}

    /** Pids of every process that carries the mark, as far as marks can be seen. */
    public static List<Long> marked(Mark mark) {
        var host = Hosts.current();
        return thorough(all -> all.stream().filter(e -> host.isMarked(e.pid(), mark)).toList())
                .stream()
                .map(ProcessEntry::pid)
                .toList();
    }

    /** What is chosen of the processes; nothing only where nothing can have slipped through. */
    static List<ProcessEntry> thorough(Function<List<ProcessEntry>, List<ProcessEntry>> choice) {
        return thorough(Hosts.current()::census, choice);
    }

    static List<ProcessEntry> thorough(
            Supplier<Census> counts, Function<List<ProcessEntry>, List<ProcessEntry>> choice) {
        var known = new HashSet<ProcessEntry>();
        for (int i = 0; i < MOST_COUNTS; i++) {
            var census = counts.get();
            List<ProcessEntry> chosen = choice.apply(census.running());
            boolean endedNow = known.addAll(census.zombies());
            if (!chosen.isEmpty() || (!endedNow && isComplete(census))) {
                return chosen;
            }
        }
        return List.of();
    }

    /** Whoever started another process is still there to tell of it, or it started before. */
    private static boolean isComplete(Census census) {
        return !census.missed()
                && census.running().stream()
                        .map(ProcessEntry::identity)
                        .allMatch(Hosts.current()::isAlive);
    }
}
