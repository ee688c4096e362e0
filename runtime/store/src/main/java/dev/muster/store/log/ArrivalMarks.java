package dev.muster.store.log;

import dev.muster.state.OwnerOnly;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When the bytes of one log file came: its size each time that it was seen to have grown. They are
 * kept beside the log, so that the next agent knows them too; what is long ago is remembered more
 * coarsely. Not thread-safe.
 */
final class ArrivalMarks {
    private static final Logger LOG = LoggerFactory.getLogger(ArrivalMarks.class);
    static final int MOST = 2_048;
    private static final int SHARE_OF_AGE = 64;
    private static final String SUFFIX = ".times";

    private final Path kept;
    private final List<Mark> marks = new ArrayList<>();
    private int unsaved;
    private int lines;

    private ArrivalMarks(Path kept) {
        this.kept = kept;
    }

    /** The bytes before {@code end} that no earlier mark has came between the two times. */
    private record Mark(long end, long from, long by) {
        static Mark parse(String line) {
            var fields = line.split(" ", 3);
            return new Mark(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]));
        }

        Arrival arrival() {
            return new Arrival(Instant.ofEpochMilli(from), Instant.ofEpochMilli(by));
        }

        @Override
        public String toString() {
            return end + " " + from + " " + by + "\n";
        }
    }

    /** The marks of {@code log}, with those that an earlier agent left. */
    static ArrivalMarks of(LogFile log) {
        var marks = new ArrivalMarks(log.path().resolveSibling(log.replica() + SUFFIX));
        try (var lines = Files.lines(marks.kept)) {
            lines.map(Mark::parse).forEach(marks::addLoaded);
        } catch (NoSuchFileException e) {
            return marks;
        } catch (IOException | RuntimeException e) {
            // A torn or foreign file tells nothing; times are then known from here on.
            LOG.debug("The times of {} cannot be read.", log.path(), e);
            marks.marks.clear();
        }
        return marks;
    }

    private void addLoaded(Mark mark) {
        lines++;
        if (marks.isEmpty() || mark.end > marks.getLast().end) {
            marks.add(mark);
        }
    }

    /** How many bytes there were when they were last seen. */
    long end() {
        return marks.isEmpty() ? 0 : marks.getLast().end;
    }

    /**
     * Marks that there are {@code size} bytes.
     *
     * @param from when there were only {@link #end}; where that is not known, the last mark tells
     */
    void grew(long size, Instant from, Instant by) {
        long since = from.toEpochMilli();
        if (since == 0 && !marks.isEmpty()) {
            since = marks.getLast().by;
        }
        marks.add(new Mark(size, Math.min(since, by.toEpochMilli()), by.toEpochMilli()));
        unsaved++;
        if (marks.size() > MOST) {
            thin();
        }
    }

    /** The file begins anew. */
    void forget() {
        marks.clear();
        unsaved = 0;
        lines = MOST * 4;
    }

    /** When the byte before {@code end} came; that of the last mark for what lies beyond it. */
    Arrival arrival(long end) {
        int low = 0;
        int high = marks.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (marks.get(middle).end < end) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return marks.get(low).arrival();
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** Writes what is new, or everything once what was written is much longer than that. */
    void save() {
        if (unsaved == 0) {
            return;
        }
        boolean anew = lines + unsaved > MOST * 4;
        var news = anew ? marks : marks.subList(Math.max(0, marks.size() - unsaved), marks.size());
        var text = news.stream().map(Mark::toString).collect(Collectors.joining());
        try {
            if (Files.notExists(kept)) {
                OwnerOnly.file(kept);
            }
            Files.writeString(
                    kept,
                    text,
                    anew ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND);
            lines = anew ? news.size() : lines + news.size();
        } catch (IOException e) {
            // On a full disk times are known as long as this agent lives.
            LOG.debug("The times of a log cannot be kept in {}.", kept, e);
        }
        unsaved = 0;
    }

    /**
     * Joins marks until each spans no more than a fixed share of its age, so that a week costs a
     * few hundred more than an hour does.
     */
    private void thin() {
        long now = marks.getLast().by;
        var thinned = new ArrayList<Mark>();
        for (var mark : marks) {
            long since = thinned.isEmpty() ? mark.from : thinned.getLast().from;
            if (!thinned.isEmpty() && mark.by - since <= (now - mark.by) / SHARE_OF_AGE) {
                thinned.set(thinned.size() - 1, new Mark(mark.end, since, mark.by));
            } else {
                thinned.add(mark);
            }
        }
        marks.clear();
        marks.addAll(thinned.subList(Math.max(0, thinned.size() - MOST), thinned.size()));
    }
}
