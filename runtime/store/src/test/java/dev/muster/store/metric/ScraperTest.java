package dev.muster.store.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.muster.store.ManualTime;
import dev.muster.store.StoreBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class ScraperTest {
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final SeriesStore store =
            new SeriesStore(SeriesConfig.standard(), InstantSource.system());
    private final AtomicInteger served = new AtomicInteger();
    private HttpServer replica;
    private Scraper scraper;

    @BeforeEach
    void start() throws IOException {
        replica = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        replica.createContext("/metrics", this::expose);
        replica.start();
        var config = new ScraperConfig(Duration.ofMillis(100), Duration.ofMillis(99), 100_000);
        scraper = Scraper.start(config, store, StoreBackend.SYSTEM);
    }

    @AfterEach
    void stop() {
        scraper.close();
        replica.stop(0);
    }

    @Test
    void feedsTheStoreFromEveryTargetAndFromThisProcess() {
        scraper.targets(Set.of(ScrapeTarget.loopback("orders", "orders-1", port())));
        scraper.include(
                ScrapeSource.gateway(),
                () -> new MetricsText().passed("edge", "orders", 200, served.get()).toString());

        await().until(() -> store.traffic("orders", WINDOW).map(Traffic::requests).orElse(0L) > 2);
        await().until(() -> store.edge(WINDOW).map(Traffic::requests).orElse(0L) > 2);
        assertThat(scraper.failures()).isEmpty();
    }

    @Test
    void aTargetThatFailsIsUnknownAndSaysWhy() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            replica.createContext("/html", exchange -> answer(exchange, 200, "<html>\n"));
            replica.createContext(
                    "/endless", exchange -> answer(exchange, 200, "x".repeat(200_000)));
            replica.createContext("/broken", exchange -> answer(exchange, 500, "up 1\n"));
            int closed = closedPort();
            scraper.targets(
                    Set.of(
                            target("silent-1", silent.getLocalPort(), "/metrics"),
                            target("html-1", port(), "/html"),
                            target("endless-1", port(), "/endless"),
                            target("broken-1", port(), "/broken"),
                            target("closed-1", closed, "/metrics"),
                            ScrapeTarget.loopback("orders", "orders-1", port())));

            await().untilAsserted(() -> assertThat(scraper.failures()).hasSize(5));
            await().until(() -> store.traffic("orders", WINDOW).isPresent());
            assertThat(failure("silent-1")).contains("did not answer within 99 ms");
            assertThat(failure("html-1")).contains("line 1 of the metrics text");
            assertThat(failure("broken-1")).contains("answered 500");
            assertThat(failure("closed-1")).contains("failed: ");
            assertThat(failure("endless-1")).contains("failed: ");
            assertThat(store.traffic("html", WINDOW)).isEmpty();
        }
    }

    @Test
    void asksOnlyTheTargetsOfTheLastSnapshot() {
        scraper.targets(Set.of(target("closed-1", closedPort(), "/metrics")));
        await().untilAsserted(() -> assertThat(scraper.failures()).hasSize(1));

        scraper.targets(Set.of(ScrapeTarget.loopback("orders", "orders-1", port())));

        await().until(() -> store.traffic("orders", WINDOW).isPresent());
        await().untilAsserted(() -> assertThat(scraper.failures()).isEmpty());
    }

    @Test
    void readsThisProcessOnceARoundUntilItIsClosed() throws Exception {
        var time = new ManualTime(Instant.parse("2026-11-23T12:00:00Z"));
        var config = ScraperConfig.standard();
        var rounds = new AtomicInteger();
        var own = Scraper.start(config, store, time.backend());
        time.awaitFirstPause();
        own.include(
                ScrapeSource.gateway(),
                () -> {
                    rounds.incrementAndGet();
                    throw new IllegalStateException("no metrics yet");
                });

        time.passUntilNextPause(config.interval());
        assertThat(rounds).hasValue(1);
        time.pass(config.interval().minusMillis(1));
        assertThat(rounds).hasValue(1);
        time.passUntilNextPause(Duration.ofMillis(1));
        assertThat(rounds).hasValue(2);
        assertThat(own.failures()).containsEntry(ScrapeSource.gateway(), "no metrics yet");

        own.close();

        assertThat(time.threadsEnd()).isTrue();
        assertThat(rounds).hasValue(2);
    }

    private void expose(HttpExchange exchange) throws IOException {
        answer(
                exchange,
                200,
                new MetricsText().served("/orders", 200, served.incrementAndGet()).toString());
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private String failure(String replicaName) {
        return scraper.failures().entrySet().stream()
                .filter(failure -> failure.getKey().replica().equals(replicaName))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private static ScrapeTarget target(String replicaName, int port, String path) {
        var loopback = ScrapeTarget.loopback(replicaName, replicaName, port);
        return new ScrapeTarget(loopback.source(), loopback.url().resolve(path));
    }

    private int port() {
        return replica.getAddress().getPort();
    }

    private static int closedPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
