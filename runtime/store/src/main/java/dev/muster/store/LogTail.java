package dev.muster.store;

import static java.util.Comparator.comparing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows the log files of a folder, those that appear later too, by looking again and again. */
final class LogTail {
    private final Path folder;
    private final LogQuery query;
    private final LogConfig config;
    private final Map<LogFile, TailedFile> files = new HashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    LogTail(Path folder, LogQuery query, LogConfig config) {
        this.folder = folder;
        this.query = query;
        this.config = config;
    }

    /** Takes the files' present ends as the beginning; what lies before them is for a query. */
    Map<LogFile, Long> begin() {
        var ends = new HashMap<LogFile, Long>();
        for (var file : LogFile.in(folder)) {
            if (query.wants(file)) {
                var tailed = TailedFile.atEnd(file, config.maxLineBytes());
                files.put(file, tailed);
                ends.put(file, tailed.position());
            }
        }
        return ends;
    }

    /** Looks until closed. */
    void run(Consumer<LogEntry> consumer) {
        try {
            do {
                poll(consumer);
            } while (!closed.await(config.pollInterval().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        closed.countDown();
    }

    /** Gives {@code consumer} what was written since the last look. */
    void poll(Consumer<LogEntry> consumer) {
        var entries = new ArrayList<LogEntry>();
        for (var file : LogFile.in(folder)) {
            if (query.wants(file)) {
                files.computeIfAbsent(file, f -> TailedFile.atStart(f, config.maxLineBytes()))
                        .poll(entries::add);
            }
        }
        entries.sort(comparing(LogEntry::at));
        for (var entry : entries) {
            if (closed.getCount() == 0) {
                return;
            }
            if (query.wants(entry)) {
                consumer.accept(entry);
            }
        }
    }
}
