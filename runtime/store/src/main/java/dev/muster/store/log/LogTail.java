package dev.muster.store.log;

import static java.util.Comparator.comparing;

import dev.muster.store.StoreBackend;
import dev.muster.store.StoreException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows the log files of a folder, those that appear later too, by looking again and again. It
 * looks when it is asked and holds nothing open between: a reader that is slow costs no memory, and
 * misses no more than what the files do not hold any longer.
 *
 * <p>Used by one thread at a time. There is nothing to close.
 */
public final class LogTail {
    private static final int CHUNK = 1 << 16;
    private static final long MOST_AT_ONCE = 4L << 20;

    private final Path folder;
    private final LogQuery query;
    private final LogConfig config;
    private final Arrivals arrivals;
    private final StoreBackend backend;
    private final byte[] chunk = new byte[CHUNK];
    private final Map<LogFile, TailedFile> files = new HashMap<>();
    private List<LogEntry> backlog = List.of();
    private long lookedAt;

    LogTail(
            Path folder,
            LogQuery query,
            LogConfig config,
            Arrivals arrivals,
            StoreBackend backend) {
        this.folder = folder;
        this.query = query;
        this.config = config;
        this.arrivals = arrivals;
        this.backend = backend;
        lookedAt = now();
    }

    /** Takes the files' present ends as the beginning; what lies before them is for a query. */
    Map<LogFile, Long> begin() {
        var ends = new HashMap<LogFile, Long>();
        for (var file : LogFile.in(folder)) {
            if (query.wants(file)) {
                var tailed = TailedFile.atEnd(file, config.maxLineBytes(), arrivals, chunk);
                files.put(file, tailed);
                ends.put(file, tailed.position());
            }
        }
        return ends;
    }

    /** Has {@code lines} come before those that are written from now on. */
    void beginWith(List<LogEntry> lines) {
        backlog = lines;
    }

    /**
     * The lines that came since the last call; none where none come within {@code patience}.
     *
     * @throws StoreException where the folder cannot be read
     */
    public List<LogEntry> next(Duration patience) throws InterruptedException {
        if (!backlog.isEmpty()) {
            var first = backlog;
            backlog = List.of();
            return first;
        }
        long began = now();
        List<LogEntry> lines;
        do {
            backend.pause().of(untilNextLook());
            lines = poll();
        } while (lines.isEmpty() && now() - began < patience.toNanos());
        return lines;
    }

    private Duration untilNextLook() {
        return config.pollInterval().minusNanos(now() - lookedAt);
    }

    private long now() {
        return backend.nanoTime().getAsLong();
    }

    /** What was written since the last look, or as much of it as one look may take. */
    List<LogEntry> poll() {
        lookedAt = now();
        var lines = new ArrayList<LogEntry>();
        var wanted = LogFile.in(folder).stream().filter(query::wants).toList();
        for (var file : wanted) {
            files.computeIfAbsent(file, f -> TailedFile.atStart(f, config.maxLineBytes(), arrivals))
                    .poll(chunk, MOST_AT_ONCE / wanted.size(), lines::add);
        }
        lines.removeIf(line -> !query.wants(line));
        lines.sort(comparing(LogEntry::at));
        return lines;
    }
}
