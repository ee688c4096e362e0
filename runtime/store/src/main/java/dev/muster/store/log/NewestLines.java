package dev.muster.store.log;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.List;

/** The newest of the lines that were found in several files, no more than one may ask for. */
final class NewestLines {
    private final int most;
    private final long mostCharacters;
    private List<LogEntry> lines = List.of();
    private boolean cut;

    NewestLines(int most, long mostCharacters) {
        this.most = most;
        this.mostCharacters = mostCharacters;
    }

    /**
     * @param found of one file, oldest first: lines of one file and one moment stay in their order
     */
    void add(List<LogEntry> found) {
        var all = new ArrayList<>(lines);
        all.addAll(found);
        all.sort(comparing(LogEntry::at));
        lines = List.copyOf(all.subList(first(all), all.size()));
    }

    /** Oldest first. */
    List<LogEntry> lines() {
        return lines;
    }

    /** Whether fewer are kept than were asked for, as they are too long. */
    boolean isCut() {
        return cut;
    }

    private int first(List<LogEntry> all) {
        int first = Math.max(0, all.size() - most);
        long characters = 0;
        for (int i = all.size() - 1; i >= first; i--) {
            characters += all.get(i).length();
            if (characters > mostCharacters && i < all.size() - 1) {
                cut = true;
                return i + 1;
            }
        }
        return first;
    }
}
