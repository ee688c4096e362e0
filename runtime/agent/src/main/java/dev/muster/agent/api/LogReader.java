package dev.muster.agent.api;

import dev.muster.control.ApiQuery;
import dev.muster.control.LogLine;
import dev.muster.control.LogsView;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.ReplicaName;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.store.log.LogEntry;
import dev.muster.store.log.LogLevel;
import dev.muster.store.log.LogQuery;
import dev.muster.store.log.LogStore;
import dev.muster.store.log.LogTail;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the replicas' logs for the control API: what a request asks for, once or as it is written.
 */
public final class LogReader {
    /** As many of the newest lines or events can be asked for at once. */
    static final int MOST = 10_000;

    private static final QueryWord<Optional<String>> SERVICE = QueryWord.text(ApiQuery.SERVICE);
    private static final QueryWord<Optional<String>> REPLICA = QueryWord.text(ApiQuery.REPLICA);
    private static final QueryWord<Optional<String>> GREP = QueryWord.text(ApiQuery.GREP);
    private static final QueryWord<Optional<LogLevel>> LEVEL =
            QueryWord.text(ApiQuery.LEVEL, "trace, debug, info, warn or error", LogReader::level);
    private static final QueryWord<Integer> LIMIT = QueryWord.number(ApiQuery.LIMIT, MOST, 200);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private final FleetSpec fleet;
    private final Supplier<FleetStatus> status;
    private final LogStore store;
    private final InstantSource clock;
    private final QueryWord<Optional<Instant>> since =
            QueryWord.text(
                    ApiQuery.SINCE,
                    "an age such as 90s, 5m or 2h, or a time such as 2026-11-01T12:00:00Z",
                    this::instant);

    /**
     * @param status of the replicas that there are now; of those that were, their logs tell
     */
    public LogReader(
            FleetSpec fleet, Supplier<FleetStatus> status, LogStore store, InstantSource clock) {
        this.fleet = fleet;
        this.status = status;
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

    /** The words of a query that {@link #filter} reads. */
    List<QueryWord<?>> words() {
        return List.of(SERVICE, REPLICA, GREP, LEVEL, since, LIMIT);
    }

    /**
     * What the words of a query ask for. {@code service} may name a replica too.
     *
     * @throws HttpProblem 400 naming the word that is wrong; 404 where there is no such service or
     *     replica, or the replica is another service's
     */
    LogQuery filter(Request request) {
        var query = LogQuery.newest(LIMIT.of(request));
        var service = SERVICE.of(request);
        if (service.isPresent()) {
            query =
                    fleet.service(service.get()).isPresent()
                            ? query.service(service.get())
                            : query.replica(replica(service.get()));
        }
        var replica = REPLICA.of(request);
        if (replica.isPresent()) {
            query = query.replica(replicaOf(service, replica.get()));
        }
        var grep = GREP.of(request);
        if (grep.isPresent()) {
            query = query.text(grep.get());
        }
        var level = LEVEL.of(request);
        if (level.isPresent()) {
            query = query.level(level.get());
        }
        var from = since.of(request);
        return from.isPresent() ? query.since(from.get()) : query;
    }

    LogsView read(LogQuery query) {
        var page = store.query(query);
        return new LogsView(page.entries().stream().map(LogReader::line).toList(), page.complete());
    }

    /**
     * What {@link #read} finds, and then each new line.
     *
     * @throws dev.muster.store.StoreException where a log cannot be read
     */
    LogTail tail(LogQuery query) {
        return store.follow(query);
    }

    /**
     * Gives {@code sink} the lines of {@code tail} until the client is gone. A slow client holds
     * back nothing but its own reading: what it has not seen yet stays in the files.
     */
    static void follow(LogTail tail, LineSink sink, KeepAlive keepAlive)
            throws IOException, InterruptedException {
        while (true) {
            var lines = tail.next(KEEP_ALIVE);
            if (lines.isEmpty()) {
                keepAlive.send();
            }
            for (var entry : lines) {
                sink.accept(line(entry));
            }
        }
    }

    private String replica(String name) {
        var read = ReplicaName.read(name).filter(it -> fleet.service(it.service()).isPresent());
        if (read.isEmpty()) {
            throw HttpProblem.notFound(
                    "fleet "
                            + fleet.name()
                            + " has no service or replica \""
                            + name
                            + "\". It has: "
                            + String.join(", ", fleet.services().keySet()));
        }
        var service = read.get().service();
        var known = replicas(service);
        if (!known.contains(name)) {
            throw HttpProblem.notFound(
                    "service "
                            + service
                            + " has no replica \""
                            + name
                            + "\", nor a log of one. It has: "
                            + (known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return name;
    }

    /**
     * @param whose the service, or the replica, that the same query names
     */
    private String replicaOf(Optional<String> whose, String name) {
        var replica = replica(name);
        var service = ReplicaName.read(replica).map(ReplicaName::service);
        if (whose.isPresent() && !whose.equals(service) && !whose.get().equals(replica)) {
            throw HttpProblem.notFound("replica " + replica + " is none of " + whose.get() + "'s");
        }
        return replica;
    }

    /** Those there are, and those whose log is kept still, by their numbers. */
    private List<String> replicas(String service) {
        var now =
                status.get().service(service).stream()
                        .flatMap(each -> each.replicas().stream())
                        .map(ReplicaStatus::name);
        return Stream.concat(now, store.replicas().stream())
                .distinct()
                .flatMap(name -> ReplicaName.read(name).stream())
                .filter(name -> name.service().equals(service))
                .sorted(Comparator.comparingInt(ReplicaName::number))
                .map(ReplicaName::toString)
                .toList();
    }

    private static Optional<LogLevel> level(String given) {
        return Stream.of(LogLevel.values())
                .filter(level -> level.name().equalsIgnoreCase(given))
                .findFirst();
    }

    private Optional<Instant> instant(String given) {
        var age = AGE.matcher(given);
        if (age.matches()) {
            long count = Long.parseLong(age.group(1));
            return Optional.of(
                    clock.instant()
                            .minus(
                                    switch (age.group(2)) {
                                        case "s" -> Duration.ofSeconds(count);
                                        case "m" -> Duration.ofMinutes(count);
                                        case "h" -> Duration.ofHours(count);
                                        default -> Duration.ofDays(count);
                                    }));
        }
        try {
            return Optional.of(Instant.parse(given));
        } catch (DateTimeParseException e) {
            return Optional.empty();
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
