package dev.muster.store.log;

import dev.muster.store.StoreException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest lines of one log file that a query wants, found from the end backwards.
 *
 * <p>A line that tells no time was written after the last one before it which does, and is
 * therefore held back until that is reached; so is every line until the one before it is known, as
 * that may be what it goes on from.
 */
final class LogSearch {
    /** Threads take turns in writing: how much a line may be older than the one after it. */
    private static final Duration DISORDER = Duration.ofSeconds(2);

    private static final int SAMPLED = 64;

    private final LogFile file;
    private final LogQuery query;
    private final LogConfig config;
    private final Arrivals arrivals;
    private final ZoneId zone = ZoneId.systemDefault();
    private final ByteFinder text;
    private final ByteFinder level;
    private final List<LogEntry> found = new ArrayList<>();
    private final List<Draft> untimed = new ArrayList<>();
    private Continuation continuation = new Continuation();
    private Arrival continuationArrival = new Arrival(Instant.EPOCH, Instant.EPOCH);
    private @Nullable Draft waiting;
    private Instant laterTold = Instant.MAX;
    private boolean reachedSince;
    private boolean cutShort;
    private long linesSkipped;
    private long characters;

    LogSearch(LogFile file, LogQuery query, LogConfig config, Arrivals arrivals) {
        this.file = file;
        this.query = query;
        this.config = config;
        this.arrivals = arrivals;
        text = ByteFinder.ofText(query.text());
        level = ByteFinder.ofLevel(query.level());
    }

    /** A line whose time or head is still to be found. */
    private record Draft(ParsedLine line, Arrival arrival, String more) {}

    /**
     * Reads backwards from {@code end}, or from the file's end if that is nearer.
     *
     * @param maxBytes how much to read at most
     * @return how much was read
     */
    long run(long end, long maxBytes) {
        arrivals.look(file);
        try (var channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            var lines =
                    new BackwardLines(
                            channel, Math.min(end, channel.size()), config.maxLineBytes());
            while (!isEnough() && !reachedSince && lines.previous()) {
                take(lines);
                if (lines.bytesRead() >= maxBytes || characters > config.maxFoundCharacters()) {
                    cutShort = !isEnough();
                    break;
                }
            }
            placeWaiting(null);
            takeOrphans();
            settle(Instant.EPOCH);
            return lines.bytesRead();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new StoreException("the log " + file.path() + " cannot be read: " + e, e);
        }
    }

    /** What was found, newest first. */
    List<LogEntry> found() {
        return found;
    }

    boolean isComplete() {
        return !cutShort;
    }

    private boolean isEnough() {
        return found.size() + untimed.size() >= query.limit();
    }

    private void take(BackwardLines lines) {
        if (lines.wholeLength() == 0 || isSurelyUnwanted(lines)) {
            return;
        }
        var line =
                LineParser.parse(
                        lines.bytes(), lines.offset(), lines.length(), lines.wholeLength());
        if (lines.isAfterGap() && !line.structured()) {
            return;
        }
        placeWaiting(line);
        var arrival = arrivals.of(file, lines.end());
        waiting = new Draft(line, arrival, "");
        reachedSince |= arrival.isObserved() && isBeforeSince(arrival.by());
    }

    /**
     * Puts the line read before where it belongs.
     *
     * @param before the line before it in the file, or null where there is none
     */
    private void placeWaiting(@Nullable ParsedLine before) {
        if (waiting == null) {
            return;
        }
        var line = waiting.line;
        var arrival = waiting.arrival;
        waiting = null;
        if (before == null
                ? StackTraces.alwaysGoesOn(line.raw())
                : StackTraces.goesOn(line, before)) {
            continuation.addBefore(line.raw());
            continuationArrival = arrival;
            return;
        }
        String more = continuation.text();
        continuation = continuation.isEmpty() ? continuation : new Continuation();
        var time = line.time().flatMap(written -> written.believed(arrival, zone));
        if (time.isEmpty()) {
            hold(new Draft(line.asWritten(), arrival, more));
            return;
        }
        settle(time.get());
        laterTold = time.get();
        var entry = line.entry(file, time.get(), more);
        if (query.wants(entry)) {
            found.add(entry);
            characters += entry.length();
        }
        reachedSince |= !arrival.isObserved() && isBeforeSince(entry.at());
    }

    private boolean isBeforeSince(Instant time) {
        return query.since().map(since -> time.isBefore(since.minus(DISORDER))).orElse(false);
    }

    /** Lines that go on from a line that is gone stand for themselves. */
    private void takeOrphans() {
        if (!continuation.isEmpty() && !isEnough() && !reachedSince && !cutShort) {
            var lines = continuation.text().split("\n", 2);
            byte[] first = lines[0].getBytes(StandardCharsets.UTF_8);
            var line = LineParser.parse(first, 0, first.length, first.length);
            hold(new Draft(line, continuationArrival, lines.length > 1 ? lines[1] : ""));
        }
    }

    /**
     * Whether a structured line can be left unparsed: it lacks the text or any word for the level,
     * and neither its time nor its being the head of other lines matters. Now and then one is
     * parsed for its time all the same, or a search with {@code since} would read the whole file.
     */
    private boolean isSurelyUnwanted(BackwardLines lines) {
        return lines.bytes()[lines.offset()] == '{'
                && continuation.isEmpty()
                && untimed.isEmpty()
                && (waiting == null || waiting.line.time().isPresent())
                && !mayBeWanted(lines)
                && ++linesSkipped % SAMPLED != 0;
    }

    private boolean mayBeWanted(BackwardLines lines) {
        return text.mayFind(lines.bytes(), lines.offset(), lines.length())
                && level.mayFind(lines.bytes(), lines.offset(), lines.length());
    }

    /** Keeps what is wanted if its time is right, until that is known. */
    private void hold(Draft draft) {
        var entry = draft.line.entry(file, Instant.MAX, draft.more);
        if (query.wants(entry)) {
            untimed.add(draft);
            characters += entry.length();
        }
    }

    /**
     * Gives the lines held back their times.
     *
     * @param before the time of the line before them
     */
    private void settle(Instant before) {
        for (var draft : untimed) {
            var at = draft.arrival.after(before);
            // Nobody saw its bytes come: it was still written before the line after it.
            boolean isTooLate = !draft.arrival.isObserved() && at.isAfter(laterTold);
            var entry = draft.line.entry(file, isTooLate ? laterTold : at, draft.more);
            if (query.wants(entry)) {
                found.add(entry);
            }
        }
        untimed.clear();
    }
}
