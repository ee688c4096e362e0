package dev.muster.store.metric;

import dev.muster.store.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The recent traffic of a fleet, in memory: request histograms scraped from every replica and from
 * the gateway, and the figures that are made of them.
 *
 * <p>Figures are sums over replicas of what was counted between scrapes; a counter that fell was
 * started anew. Every query answers empty for what is not known, which is not the same as zero.
 * Thread-safe.
 */
public final class SeriesStore {
    static final String SERVER = "http_server_request_duration_seconds";
    static final String CLIENT = "http_client_request_duration_seconds";
    static final String GATEWAY = "gateway_request_duration_seconds";

    private static final Logger LOG = LoggerFactory.getLogger(SeriesStore.class);
    private static final List<String> FAMILIES = List.of(SERVER, CLIENT, GATEWAY);
    private static final String EDGE = "edge";

    private final SeriesConfig config;
    private final InstantSource clock;
    private final Map<ScrapeSource, ReplicaSeries> replicas = new LinkedHashMap<>();
    private final Set<ScrapeSource> refusing = new HashSet<>();

    public SeriesStore(SeriesConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Takes in what {@code source} exposed.
     *
     * @param at when the source was asked
     * @param text Prometheus text, version 0.0.4
     * @throws StoreException where the text is malformed; nothing of it is kept
     */
    public synchronized void scrape(ScrapeSource source, Instant at, String text) {
        forgetOlderThan(at.minus(config.history()));
        int room = config.maxSeries() - size();
        var series =
                replicas.computeIfAbsent(
                        source,
                        _ ->
                                new ReplicaSeries(
                                        FAMILIES, config.rows(), config.maxSeriesPerReplica()));
        try {
            series.scrape(at.toEpochMilli(), text, room);
        } finally {
            if (!series.isScraped()) {
                replicas.remove(source);
            }
        }
        sayRefused(source, series.refused());
    }

    /** How many label sets are kept. */
    public synchronized int size() {
        return replicas.values().stream().mapToInt(ReplicaSeries::size).sum();
    }

    /** How many label sets the last texts of all sources had for which there was no room. */
    public synchronized long refused() {
        return replicas.values().stream().mapToLong(ReplicaSeries::refused).sum();
    }

    /**
     * The requests of {@code service} over the last {@code window}: as its replicas count them, or,
     * where they expose nothing, as those that called it do. Requests for {@code /health/...} and
     * {@code /metrics} are not counted.
     */
    public Optional<Traffic> traffic(String service, Duration window) {
        long now = clock.millis();
        return traffic(service, now - window.toMillis(), now);
    }

    /**
     * The requests from outside the fleet over the last {@code window}, as the gateway saw them.
     */
    public Optional<Traffic> edge(Duration window) {
        long now = clock.millis();
        return edge(now - window.toMillis(), now);
    }

    /**
     * {@link #traffic} for each of the last {@code points} steps, oldest first, beginning with the
     * first step of which anything is known. Steps begin at whole multiples of {@code step}, so
     * that a point does not change once its step is over.
     *
     * @param step two scrape intervals or more, as a step without a scrape is not known
     */
    public List<Optional<Traffic>> history(String service, int points, Duration step) {
        return history(points, step, (from, to) -> traffic(service, from, to));
    }

    /** {@link #edge} for each of the last {@code points} steps, as {@link #history}. */
    public List<Optional<Traffic>> edgeHistory(int points, Duration step) {
        return history(points, step, this::edge);
    }

    /**
     * The routes that services answered requests by over the last {@code window}, as their replicas
     * count them. Requests that met no route, and those for health and metrics, are in none.
     */
    public synchronized List<RouteTraffic> routes(Duration window) {
        long now = clock.millis();
        var sums = new LinkedHashMap<Served, TrafficSum>();
        replicas.forEach(
                (source, series) -> {
                    var rows = series.rows(now - window.toMillis(), now);
                    if (rows.isEmpty()) {
                        return;
                    }
                    for (var histogram : series.histograms()) {
                        if (histogram.family().equals(SERVER)
                                && !histogram.label("http_route").isEmpty()
                                && !isProbe(histogram)) {
                            sums.computeIfAbsent(
                                            Served.by(source, histogram), _ -> new TrafficSum())
                                    .add(histogram, rows, covered(series, rows, now));
                        }
                    }
                });
        return sums.entrySet().stream()
                .map(sum -> sum.getKey().traffic(sum.getValue().traffic()))
                .filter(route -> route.traffic().requests() > 0)
                .toList();
    }

    private record Served(String service, String method, String route) {
        static Served by(ScrapeSource source, Histogram histogram) {
            return new Served(
                    source.service(),
                    histogram.label("http_request_method"),
                    histogram.label("http_route"));
        }

        RouteTraffic traffic(Traffic traffic) {
            return new RouteTraffic(service, method, route, traffic);
        }
    }

    /**
     * Who called whom over the last {@code window}: what services report of their own calls, else
     * what the gateway saw pass.
     */
    public synchronized List<Calls> calls(Duration window) {
        long now = clock.millis();
        var sums = new LinkedHashMap<Observed, TrafficSum>();
        replicas.forEach(
                (source, series) -> {
                    var rows = series.rows(now - window.toMillis(), now);
                    if (rows.isEmpty()) {
                        return;
                    }
                    for (var histogram : series.histograms()) {
                        Observed.by(source, histogram)
                                .ifPresent(
                                        observed ->
                                                sums.computeIfAbsent(
                                                                observed, _ -> new TrafficSum())
                                                        .add(
                                                                histogram,
                                                                rows,
                                                                covered(series, rows, now)));
                    }
                });
        var calls = new ArrayList<Calls>();
        sums.forEach(
                (observed, sum) -> {
                    var traffic = sum.traffic();
                    boolean reported =
                            !observed.byCaller && sums.containsKey(observed.asReported());
                    if (traffic.requests() > 0 && !reported) {
                        calls.add(new Calls(observed.from, observed.to, traffic));
                    }
                });
        return List.copyOf(calls);
    }

    /** An edge of the call graph, and whether the caller itself reported it or the gateway. */
    private record Observed(String from, String to, boolean byCaller) {
        /** Empty for what is no call, and for requests that the gateway had no route for. */
        static Optional<Observed> by(ScrapeSource source, Histogram histogram) {
            String caller = histogram.label("caller");
            var observed =
                    switch (histogram.family()) {
                        case CLIENT ->
                                new Observed(
                                        source.service(), histogram.label("peer_service"), true);
                        case GATEWAY ->
                                new Observed(
                                        caller.equals(EDGE) ? "gateway" : caller,
                                        histogram.label("service"),
                                        false);
                        default -> new Observed("", "", false);
                    };
            return Optional.of(observed).filter(call -> !call.to.isEmpty());
        }

        Observed asReported() {
            return new Observed(from, to, true);
        }
    }

    private Optional<Traffic> traffic(String service, long from, long to) {
        return sum(
                        (source, histogram) ->
                                source.service().equals(service)
                                        && histogram.family().equals(SERVER),
                        from,
                        to)
                .or(() -> sum((_, histogram) -> isCallTo(service, histogram), from, to));
    }

    private Optional<Traffic> edge(long from, long to) {
        return sum(
                        (_, histogram) ->
                                histogram.family().equals(GATEWAY)
                                        && histogram.label("caller").equals(EDGE),
                        from,
                        to)
                .or(() -> quietGateway(from, to));
    }

    private synchronized Optional<Traffic> quietGateway(long from, long to) {
        return Optional.ofNullable(replicas.get(ScrapeSource.gateway()))
                .filter(series -> !series.rows(from, to).isEmpty())
                .map(_ -> new TrafficSum().traffic());
    }

    private synchronized Optional<Traffic> sum(
            BiPredicate<ScrapeSource, Histogram> wanted, long from, long to) {
        var sum = new TrafficSum();
        boolean known = false;
        for (var replica : replicas.entrySet()) {
            var series = replica.getValue();
            for (var histogram : series.histograms()) {
                if (!wanted.test(replica.getKey(), histogram)) {
                    continue;
                }
                var rows = series.rows(from, to);
                if (rows.isEmpty()) {
                    break;
                }
                known = true;
                if (!isProbe(histogram)) {
                    sum.add(histogram, rows, covered(series, rows, to));
                }
            }
        }
        return known ? Optional.of(sum.traffic()) : Optional.empty();
    }

    /**
     * The time that {@code rows} speak for. A replica that has stopped answering spent the rest of
     * the window serving nothing: without that its last requests would pass for its rate.
     */
    private Duration covered(ReplicaSeries series, ReplicaSeries.Rows rows, long to) {
        long patience = config.interval().toMillis() * 5 / 2;
        long end = series.lastTime() < to - patience ? to : rows.endTime();
        return Duration.ofMillis(end - rows.startTime());
    }

    private List<Optional<Traffic>> history(int points, Duration step, Window window) {
        long length = step.toMillis();
        long end = clock.millis() / length * length;
        var history = new ArrayList<Optional<Traffic>>();
        for (int back = points; back > 0; back--) {
            var traffic = window.traffic(end - back * length, end - (back - 1) * length);
            if (traffic.isPresent() || !history.isEmpty()) {
                history.add(traffic);
            }
        }
        return List.copyOf(history);
    }

    @FunctionalInterface
    private interface Window {
        Optional<Traffic> traffic(long from, long to);
    }

    private static boolean isCallTo(String service, Histogram histogram) {
        return switch (histogram.family()) {
            case CLIENT -> histogram.label("peer_service").equals(service);
            case GATEWAY -> histogram.label("service").equals(service);
            default -> false;
        };
    }

    private static boolean isProbe(Histogram histogram) {
        String route = histogram.label("http_route");
        return route.startsWith("/health/") || route.equals("/metrics");
    }

    private void forgetOlderThan(Instant oldest) {
        replicas.values().removeIf(series -> series.lastTime() < oldest.toEpochMilli());
    }

    private void sayRefused(ScrapeSource source, long count) {
        if (count == 0) {
            refusing.remove(source);
        } else if (refusing.add(source)) {
            LOG.warn(
                    "{} exposes {} label sets more than the {} of one replica or {} of all that are"
                            + " kept; they are not shown. A label of it holds too many values.",
                    source.replica(),
                    count,
                    config.maxSeriesPerReplica(),
                    config.maxSeries());
        }
    }
}
