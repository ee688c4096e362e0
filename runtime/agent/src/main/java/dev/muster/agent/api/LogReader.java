package dev.muster.agent.api;

import dev.muster.control.ApiQuery;
import dev.muster.control.LogLine;
import dev.muster.control.LogsView;
import dev.muster.fleet.FleetSpec;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.store.log.LogEntry;
import dev.muster.store.log.LogLevel;
import dev.muster.store.log.LogQuery;
import dev.muster.store.log.LogStore;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * Reads the replicas' logs for the control API: what a request asks for, once or as it is written.
 */
public final class LogReader {
    private static final int LINES = 200;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private final FleetSpec fleet;
    private final LogStore store;
    private final InstantSource clock;

    public LogReader(FleetSpec fleet, LogStore store, InstantSource clock) {
        this.fleet = fleet;
        this.store = store;
        this.clock = clock;
    }

    /** Takes the lines of a followed log. */
    @FunctionalInterface
    interface LineSink {
        void accept(LogLine line) throws IOException;
    }

    /** Shows a silent client that we are still there, and finds out whether it is. */
    @FunctionalInterface
    interface KeepAlive {
        void send() throws IOException;
    }

    /**
     * What the query parameters {@code service}, {@code replica}, {@code grep}, {@code level},
     * {@code since} and {@code limit} ask for. {@code service} may name a replica too.
     *
     * @throws HttpProblem 400 naming the parameter that is wrong
     */
    LogQuery filter(Request request) {
        var query = LogQuery.newest(limit(request, LINES));
        var subject =
                request.query(ApiQuery.REPLICA)
                        .or(() -> request.query(ApiQuery.SERVICE))
                        .filter(s -> !s.isEmpty());
        if (subject.isPresent()) {
            query =
                    fleet.service(subject.get()).isPresent()
                            ? query.service(subject.get())
                            : query.replica(replica(subject.get()));
        }
        var grep = request.query(ApiQuery.GREP).filter(text -> !text.isEmpty());
        if (grep.isPresent()) {
            query = query.text(grep.get());
        }
        var level = request.query(ApiQuery.LEVEL).filter(word -> !word.isEmpty());
        if (level.isPresent()) {
            query = query.level(level(request, level.get()));
        }
        var since = request.query(ApiQuery.SINCE).filter(text -> !text.isEmpty());
        return since.isPresent() ? query.since(since(request, since.get())) : query;
    }

    LogsView read(LogQuery query) {
        var page = store.query(query);
        return new LogsView(page.entries().stream().map(LogReader::line).toList(), page.complete());
    }

    /**
     * Gives {@code sink} the newest lines and then each new one, until the client is gone. A slow
     * client holds back nothing but its own reading: what it has not seen yet stays in the files.
     */
    void follow(LogQuery query, LineSink sink, KeepAlive keepAlive)
            throws IOException, InterruptedException {
        var follower = store.follow(query);
        while (true) {
            var lines = follower.next(KEEP_ALIVE);
            if (lines.isEmpty()) {
                keepAlive.send();
            }
            for (var entry : lines) {
                sink.accept(line(entry));
            }
        }
    }

    private String replica(String name) {
        int dash = name.lastIndexOf('-');
        if (dash > 0
                && name.substring(dash + 1).matches("\\d+")
                && fleet.service(name.substring(0, dash)).isPresent()) {
            return name;
        }
        throw HttpProblem.notFound(
                "fleet "
                        + fleet.name()
                        + " has no service or replica \""
                        + name
                        + "\". It has: "
                        + String.join(", ", fleet.services().keySet()));
    }

    /**
     * How many of the newest lines or events the query parameter {@code limit} asks for.
     *
     * @param usual where the request does not say
     * @throws HttpProblem 400 where it is no number from 0 to 10000
     */
    static int limit(Request request, int usual) {
        var limit = request.query(ApiQuery.LIMIT);
        if (limit.isEmpty()) {
            return usual;
        }
        var given = limit.get();
        if (!given.matches("\\d{1,5}") || Integer.parseInt(given) > 10_000) {
            throw Replies.wrong(request, ApiQuery.LIMIT, given, "a number from 0 to 10000");
        }
        return Integer.parseInt(given);
    }

    private static LogLevel level(Request request, String word) {
        return LogLevel.of(word)
                .orElseThrow(
                        () ->
                                Replies.wrong(
                                        request,
                                        ApiQuery.LEVEL,
                                        word,
                                        "trace, debug, info, warn or error"));
    }

    private Instant since(Request request, String given) {
        var age = AGE.matcher(given);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            return clock.instant()
                    .minus(
                            switch (age.group(2)) {
                                case "s" -> Duration.ofSeconds(count);
                                case "m" -> Duration.ofMinutes(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofDays(count);
                            });
        }
        try {
            return Instant.parse(given);
        } catch (DateTimeParseException e) {
            throw Replies.wrong(
                    request,
                    ApiQuery.SINCE,
                    given,
                    "an age such as 90s, 5m or 2h, or a time such as 2026-11-01T12:00:00Z");
        }
    }

    private static LogLine line(LogEntry entry) {
        return new LogLine(
                entry.at(),
                entry.service(),
                entry.replica(),
                entry.level().map(Enum::name).orElse(null),
                entry.logger().orElse(null),
                entry.message(),
                entry.traceId().orElse(null),
                entry.detail().orElse(null));
    }
}
