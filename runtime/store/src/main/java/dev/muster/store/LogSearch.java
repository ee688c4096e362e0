package dev.muster.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest lines of one log file that a query wants, found from the end backwards.
 *
 * <p>A plain line tells no time; it is given that of the last line before it which does, and is
 * therefore held back until that line is reached.
 */
final class LogSearch {
    /** Threads take turns in writing: how much a line may be older than the one after it. */
    private static final Duration DISORDER = Duration.ofSeconds(2);

    private static final int SAMPLED = 64;

    private final LogFile file;
    private final LogQuery query;
    private final LogConfig config;
    private final ByteFinder text;
    private final ByteFinder level;
    private final List<LogEntry> found = new ArrayList<>();
    private final List<Draft> untimed = new ArrayList<>();
    private Continuation continuation = new Continuation();
    private boolean reachedSince;
    private boolean cutShort;
    private long linesSkipped;
    private long characters;

    LogSearch(LogFile file, LogQuery query, LogConfig config) {
        this.file = file;
        this.query = query;
        this.config = config;
        text = ByteFinder.ofText(query.text());
        level = ByteFinder.ofLevel(query.level());
    }

    private record Draft(ParsedLine line, String more) {}

    /**
     * Reads backwards from {@code end}, or from the file's end if that is nearer.
     *
     * @param maxBytes how much to read at most
     * @return how much was read
     */
    long run(long end, long maxBytes) {
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
            takeOrphans();
            settle(Files.getLastModifiedTime(file.path()).toInstant());
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
        if (line.continues()) {
            continuation.addBefore(line.message());
            return;
        }
        String more = continuation.text();
        continuation = continuation.isEmpty() ? continuation : new Continuation();
        line.at().ifPresent(this::settle);
        if (line.at().isEmpty()) {
            hold(new Draft(line, more));
            return;
        }
        var entry = line.entry(file, Instant.MIN, more);
        if (query.wants(entry)) {
            found.add(entry);
            characters += entry.length();
        }
        reachedSince =
                query.since()
                        .map(since -> entry.at().isBefore(since.minus(DISORDER)))
                        .orElse(false);
    }

    /** Lines that go on from a line that is gone stand for themselves. */
    private void takeOrphans() {
        if (!continuation.isEmpty() && !isEnough() && !reachedSince && !cutShort) {
            var lines = continuation.text().split("\n", 2);
            byte[] first = lines[0].getBytes(StandardCharsets.UTF_8);
            var line = LineParser.parse(first, 0, first.length, first.length);
            hold(new Draft(line, lines.length > 1 ? lines[1] : ""));
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

    private void settle(Instant time) {
        for (var draft : untimed) {
            var entry = draft.line.entry(file, time, draft.more);
            if (query.wants(entry)) {
                found.add(entry);
            }
        }
        untimed.clear();
    }
}
