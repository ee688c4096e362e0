package dev.muster.store.log;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which log lines are wanted.
 *
 * @param service lines of this service alone
 * @param replica lines of this replica alone
 * @param text found in the message, logger, detail or trace id, regardless of case
 * @param level lines of this level or graver; a line without a level is then left out
 * @param since lines written at or after this
 * @param limit how many lines at most: the newest are kept
 */
public record LogQuery(
        Optional<String> service,
        Optional<String> replica,
        Optional<String> text,
        Optional<LogLevel> level,
        Optional<Instant> since,
        int limit) {
    private static final int MOST = 10_000;

    /**
     * @throws IllegalArgumentException for a limit outside 0 to 10,000
     */
    public LogQuery {
        if (limit < 0 || limit > MOST) {
            throw new IllegalArgumentException(
                    "limit must be 0 to %,d, is %d".formatted(MOST, limit));
        }
        text = text.filter(wanted -> !wanted.isEmpty());
    }

    /** The newest lines of every replica. */
    public static LogQuery newest(int limit) {
        return new LogQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit);
    }

    public LogQuery service(String only) {
        return new LogQuery(Optional.of(only), replica, text, level, since, limit);
    }

    public LogQuery replica(String only) {
        return new LogQuery(service, Optional.of(only), text, level, since, limit);
    }

    public LogQuery text(String wanted) {
        return new LogQuery(service, replica, Optional.of(wanted), level, since, limit);
    }

    public LogQuery level(LogLevel least) {
        return new LogQuery(service, replica, text, Optional.of(least), since, limit);
    }

    public LogQuery since(Instant earliest) {
        return new LogQuery(service, replica, text, level, Optional.of(earliest), limit);
    }

    boolean wants(LogFile file) {
        return service.map(file.service()::equals).orElse(true)
                && replica.map(file.replica()::equals).orElse(true);
    }

    boolean wants(LogEntry entry) {
        return since.map(earliest -> !entry.at().isBefore(earliest)).orElse(true)
                && level.map(least -> entry.level().map(l -> l.isAtLeast(least)).orElse(false))
                        .orElse(true)
                && text.map(wanted -> isFound(wanted.toLowerCase(Locale.ROOT), entry)).orElse(true);
    }

    private static boolean isFound(String wanted, LogEntry entry) {
        return contains(entry.message(), wanted)
                || entry.detail().map(detail -> contains(detail, wanted)).orElse(false)
                || entry.logger().map(logger -> contains(logger, wanted)).orElse(false)
                || entry.traceId().map(trace -> contains(trace, wanted)).orElse(false);
    }

    private static boolean contains(String text, String wantedInLowerCase) {
        return text.toLowerCase(Locale.ROOT).contains(wantedInLowerCase);
    }
}
