package dev.muster.store;

import static java.util.Comparator.comparing;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The logs of a fleet: one file a replica, written by the replica itself, read here and nowhere
 * loaded whole.
 *
 * <p>A file may be appended to, replaced, truncated, or lose its head at any moment; what is read
 * then is what is still there. Thread-safe: a query holds nothing open once it returns.
 */
public final class LogStore {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

    private final Path folder;
    private final LogConfig config;

    /**
     * @param folder holds {@code <replica>.log} files; it may come to be later
     */
    public LogStore(Path folder, LogConfig config) {
        this.folder = folder;
        this.config = config;
    }

    /**
     * The newest lines that {@code query} wants, oldest first.
     *
     * @throws StoreException where a log cannot be read
     */
    public LogPage query(LogQuery query) {
        var ends = new HashMap<LogFile, Long>();
        LogFile.in(folder).forEach(file -> ends.put(file, Long.MAX_VALUE));
        return query(query, ends);
    }

    /**
     * Gives {@code consumer} what {@link #query} finds now, and then each line that is written, in
     * the order of their times as far as they are known, none twice and none left out.
     *
     * @param consumer called by one thread of its own; an exception ends the following
     * @return to be closed by the caller; it does not wait for a call of {@code consumer} to end
     */
    public Subscription follow(LogQuery query, Consumer<LogEntry> consumer) {
        var tail = new LogTail(folder, query, config);
        var backlog = query(query, tail.begin());
        Thread.ofVirtual()
                .name("log-tail")
                .start(
                        () -> {
                            try {
                                backlog.entries().forEach(consumer);
                                tail.run(consumer);
                            } catch (RuntimeException e) {
                                LOG.debug("A follower of the logs ended.", e);
                            }
                        });
        return tail::close;
    }

    /**
     * @param ends where to begin in each file, going backwards
     */
    private LogPage query(LogQuery query, Map<LogFile, Long> ends) {
        var found = new ArrayList<LogEntry>();
        boolean complete = true;
        long bytesLeft = config.maxSearchBytes();
        for (var end : ends.entrySet()) {
            if (query.wants(end.getKey()) && query.limit() > 0) {
                var search = new LogSearch(end.getKey(), query, config);
                bytesLeft -= search.run(end.getValue(), bytesLeft);
                found.addAll(search.found().reversed());
                complete &= search.isComplete();
            }
        }
        // The sort is stable: lines of one replica and one moment stay as they were written.
        found.sort(comparing(LogEntry::at));
        List<LogEntry> newest =
                found.subList(Math.max(0, found.size() - query.limit()), found.size());
        return new LogPage(List.copyOf(newest), complete);
    }
}
