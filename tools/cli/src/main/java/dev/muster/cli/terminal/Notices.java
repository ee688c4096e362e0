package dev.muster.cli.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What came of the orders that were given in a screen. It stands there for a while and then leaves,
 * so that a mistake of a minute ago does not look like news. Of one thread.
 */
public final class Notices {
    private static final Duration STAYS = Duration.ofSeconds(20);
    private static final int MOST = 12;

    private final LongSupplier nanoTime;
    private final List<Notice> notices = new ArrayList<>();

    private record Notice(String line, long since) {}

    /**
     * @param nanoTime tells the time that passes, as {@link System#nanoTime} does
     */
    public Notices(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Shows the lines of {@code text}, the last ones where there are many. */
    public void show(String text) {
        long now = nanoTime.getAsLong();
        text.lines().forEach(line -> notices.add(new Notice(line, now)));
        while (notices.size() > MOST) {
            notices.removeFirst();
        }
    }

    /** Whoever presses a key has read them. */
    public void clear() {
        notices.clear();
    }

    public List<String> lines() {
        long now = nanoTime.getAsLong();
        notices.removeIf(notice -> now - notice.since() > STAYS.toNanos());
        return notices.stream().map(Notice::line).toList();
    }
}
