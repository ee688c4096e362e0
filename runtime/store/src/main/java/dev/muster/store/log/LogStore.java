package dev.muster.store.log;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.muster.store.StoreBackend;
import dev.muster.store.StoreException;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The logs of a fleet: one file a replica, written by the replica itself, read here and nowhere
 * loaded whole.
 *
 * <p>A file may be appended to, replaced, truncated, or lose its head at any moment; what is read
 * then is what is still there. Thread-safe: a query holds nothing open once it returns.
 */
public final class LogStore implements AutoCloseable {
    private final Path folder;
    private final LogConfig config;
    private final Arrivals arrivals;
    private final StoreBackend backend;

    LogStore(Path folder, LogConfig config, Arrivals arrivals, StoreBackend backend) {
        this.folder = folder;
        this.config = config;
        this.arrivals = arrivals;
        this.backend = backend;
    }

    /**
     * A store that remembers when bytes came only as far as it is asked for them.
     *
     * @param folder holds {@code <replica>.log} files; it may come to be later
     */
    public LogStore(Path folder, LogConfig config, StoreBackend backend) {
        this(folder, config, new Arrivals(folder, backend), backend);
    }

    /**
     * A store that sees bytes come until it is closed, and keeps their times beside the logs.
     *
     * @param folder as above
     */
    public static LogStore watching(Path folder, LogConfig config, StoreBackend backend) {
        return new LogStore(folder, config, new Arrivals(folder, backend).watching(), backend);
    }

    @Override
    public void close() {
        arrivals.close();
    }

    /**
     * The replicas whose logs are kept, whether they run or not.
     *
     * @throws StoreException where the folder cannot be read
     */
    public Set<String> replicas() {
        return LogFile.in(folder).stream().map(LogFile::replica).collect(toUnmodifiableSet());
    }

    /**
     * The newest lines that {@code query} wants, oldest first.
     *
     * @throws StoreException where a log cannot be read
     */
    public LogPage query(LogQuery query) {
        return query(
                query,
                LogFile.in(folder).stream()
                        .filter(query::wants)
                        .collect(toMap(file -> file, _ -> Long.MAX_VALUE)));
    }

    /**
     * What {@link #query} finds now, and then each line that is written, in the order of their
     * times as far as they are known, none twice and none left out that the files still hold.
     *
     * @throws StoreException where a log cannot be read
     */
    public LogTail follow(LogQuery query) {
        var tail = new LogTail(folder, query, config, arrivals, backend);
        tail.beginWith(query(query, tail.begin()).entries());
        return tail;
    }

    /**
     * @param ends the files that are wanted, and where to begin in each, going backwards
     */
    private LogPage query(LogQuery query, Map<LogFile, Long> ends) {
        var newest = new NewestLines(query.limit(), config.maxFoundCharacters());
        boolean complete = true;
        long bytesLeft = config.maxSearchBytes();
        int filesLeft = ends.size();
        for (var end : ends.entrySet()) {
            var search = new LogSearch(end.getKey(), query, config, arrivals);
            // What one file does not need of its share is for those after it.
            bytesLeft -= search.run(end.getValue(), bytesLeft / filesLeft--);
            newest.add(search.found().reversed());
            complete &= search.isComplete();
        }
        return new LogPage(newest.lines(), complete && !newest.isCut());
    }
}
