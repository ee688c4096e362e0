package dev.muster.store.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.muster.store.StoreException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class SeriesStoreTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final ScrapeSource ORDERS_1 = new ScrapeSource("orders", "orders-1");
    private static final ScrapeSource ORDERS_2 = new ScrapeSource("orders", "orders-2");

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final SeriesStore store = new SeriesStore(SeriesConfig.standard(), () -> now);

    @Test
    void knowsNothingOfAServiceNobodySpokeOf() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 1));
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 2));

        assertThat(store.traffic("payments", WINDOW)).isEmpty();
        assertThat(store.edge(WINDOW)).isEmpty();
        assertThat(store.history("payments", 60, Duration.ofSeconds(4))).isEmpty();
        assertThat(store.calls(WINDOW)).isEmpty();
    }

    @Test
    void knowsNothingAfterOneScrapeBecauseACounterTellsNoRate() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 5000));

        assertThat(store.traffic("orders", WINDOW)).isEmpty();
    }

    @Test
    void sumsRatesFailuresAndBucketsOverReplicas() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 100).served("/orders", 503, 7));
        scrape(ORDERS_2, new MetricsText().served("/orders", 200, 0, 0, 50));
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 120).served("/orders", 503, 12));
        scrape(ORDERS_2, new MetricsText().served("/orders", 200, 0, 0, 65));

        var traffic = store.traffic("orders", WINDOW).orElseThrow();

        assertThat(traffic.requests()).isEqualTo(40);
        assertThat(traffic.failed()).isEqualTo(5);
        assertThat(traffic.requestsPerSecond()).isEqualTo(20);
        assertThat(traffic.errorRatio()).hasValue(0.125);
    }

    @Test
    void interpolatesThe99thPercentileOfManyRequestsAndBoundsTheSlowestOfFew() {
        scrape(ORDERS_1, new MetricsText().served("/few", 200, 1).served("/many", 200, 1));
        tick();
        scrape(
                ORDERS_1,
                new MetricsText().served("/few", 200, 1, 0, 3).served("/many", 200, 251, 0, 150));

        var routes = store.routes(WINDOW);

        assertThat(routes).extracting(RouteTraffic::route).containsExactly("/few", "/many");
        var few = routes.getFirst().traffic();
        assertThat(few.isP99AtMost()).isTrue();
        assertThat(few.p99()).contains(Duration.ofMillis(100));
        var many = routes.getLast().traffic();
        assertThat(many.isP99AtMost()).isFalse();
        // 396th of 400: 250 lie below 5 ms, 150 between 10 and 100 ms.
        assertThat(many.p99().orElseThrow().toNanos()).isCloseTo(97_600_000L, within(10_000L));
    }

    @Test
    void tellsTheRoutesThatReplicasAnsweredByAndNoProbes() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 0).served("/metrics", 200, 0));
        scrape(ORDERS_2, new MetricsText().served("/orders", 500, 0).served("", 404, 0));
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 6).served("/metrics", 200, 9));
        scrape(ORDERS_2, new MetricsText().served("/orders", 500, 2).served("", 404, 5));

        var routes = store.routes(WINDOW);

        assertThat(routes).hasSize(1);
        assertThat(routes.getFirst().service()).isEqualTo("orders");
        assertThat(routes.getFirst().method()).isEqualTo("GET");
        assertThat(routes.getFirst().traffic().requests()).isEqualTo(8);
        assertThat(routes.getFirst().traffic().failed()).isEqualTo(2);
    }

    @Test
    void aQuietServiceHasARateOfZeroAndNeitherP99NorErrorRatio() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 100));
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 100));

        assertThat(store.traffic("orders", WINDOW))
                .contains(new Traffic(0, 0, 0, Optional.empty()));
        assertThat(store.traffic("orders", WINDOW).orElseThrow().errorRatio()).isEmpty();
    }

    @Test
    void countsAllThatARestartedProcessCounted() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 1000));
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 8));

        assertThat(store.traffic("orders", WINDOW).orElseThrow().requests()).isEqualTo(8);
    }

    @Test
    void countsAllOfALabelSetThatIsNew() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 10));
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 10).served("/orders", 500, 3));

        assertThat(store.traffic("orders", WINDOW).orElseThrow().failed()).isEqualTo(3);
    }

    @Test
    void takesInOtherBucketsOfANewVersion() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 10));
        tick();
        store.scrape(
                ORDERS_1,
                now,
                new MetricsText()
                        .served("/orders", 200, 4)
                        .toString()
                        .replace("le=\"0.01\"", "le=\"0.02\""));

        assertThat(store.traffic("orders", WINDOW).orElseThrow().requests()).isEqualTo(4);
    }

    @Test
    void leavesOutProbesAndScrapes() {
        scrape(ORDERS_1, new MetricsText().served("/health/ready", 503, 1).served("/metrics", 200));
        tick();
        scrape(
                ORDERS_1,
                new MetricsText().served("/health/ready", 503, 9).served("/metrics", 200, 5));

        assertThat(store.traffic("orders", WINDOW).orElseThrow().requests()).isZero();
    }

    @Test
    void looksNoFurtherBackThanTheWindow() {
        for (int i = 0; i <= 20; i++) {
            scrape(ORDERS_1, new MetricsText().served("/orders", 200, i < 10 ? i * 100 : 1000 + i));
            tick();
        }
        now = now.minusSeconds(2);

        assertThat(store.traffic("orders", WINDOW).orElseThrow().requestsPerSecond())
                .isEqualTo(0.5);
    }

    @Test
    void aReplicaThatStoppedAnsweringDoesNotKeepItsLastRate() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 0));
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 100));
        assertThat(store.traffic("orders", WINDOW).orElseThrow().requestsPerSecond()).isEqualTo(50);

        now = now.plusSeconds(8);
        assertThat(store.traffic("orders", WINDOW).orElseThrow().requestsPerSecond()).isEqualTo(10);

        now = now.plusSeconds(4);
        assertThat(store.traffic("orders", WINDOW)).isEmpty();
    }

    @Test
    void aServiceThatExposesNothingIsKnownByItsCallers() {
        scrape(ORDERS_1, new MetricsText().called("notify", "200", 3).called("notify", "", 1));
        scrape(ScrapeSource.gateway(), new MetricsText().passed("edge", "notify", 200, 10));
        tick();
        scrape(ORDERS_1, new MetricsText().called("notify", "200", 5).called("notify", "", 2));
        scrape(ScrapeSource.gateway(), new MetricsText().passed("edge", "notify", 200, 11));

        var traffic = store.traffic("notify", WINDOW).orElseThrow();

        assertThat(traffic.requests()).isEqualTo(4);
        assertThat(traffic.failed()).isEqualTo(1);
    }

    @Test
    void drawsCallsAsCallersReportThemElseAsTheGatewaySawThem() {
        scrape(ORDERS_1, new MetricsText().called("payments", "201", 0));
        scrape(
                ScrapeSource.gateway(),
                new MetricsText()
                        .passed("edge", "orders", 200, 0)
                        .passed("notify", "catalog", 200, 0)
                        .passed("orders", "payments", 200, 0));
        tick();
        scrape(ORDERS_1, new MetricsText().called("payments", "201", 4));
        scrape(
                ScrapeSource.gateway(),
                new MetricsText()
                        .passed("edge", "orders", 200, 6)
                        .passed("edge", "", 404, 6)
                        .passed("notify", "catalog", 200, 2)
                        .passed("orders", "payments", 200, 4));

        assertThat(store.calls(Duration.ofMinutes(1)))
                .extracting(c -> c.from() + " " + c.to() + " " + c.traffic().requests())
                .containsExactlyInAnyOrder(
                        "orders payments 4", "gateway orders 6", "notify catalog 2");
    }

    @Test
    void aGatewayThatNobodyAskedHasARateOfZero() {
        scrape(ScrapeSource.gateway(), new MetricsText());
        tick();
        scrape(ScrapeSource.gateway(), new MetricsText());

        assertThat(store.edge(WINDOW).orElseThrow().requestsPerSecond()).isZero();
    }

    @Test
    void historyHasAPointPerStepAndAHoleWhereNothingIsKnown() {
        for (int i = 0; i <= 10; i++) {
            if (i < 4 || i > 7) {
                scrape(ORDERS_1, new MetricsText().served("/orders", 200, i * 10));
            }
            tick();
        }

        var history = store.history("orders", 60, Duration.ofSeconds(4));

        assertThat(history)
                .extracting(point -> point.map(Traffic::requestsPerSecond).orElse(-1.0))
                .containsExactly(5.0, 5.0, -1.0, 5.0, 5.0);
    }

    @Test
    void aMalformedTextLeavesNoTrace() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 10));
        tick();
        String cut = new MetricsText().served("/orders", 200, 90).toString();
        assertThatThrownBy(() -> store.scrape(ORDERS_1, now, cut.substring(0, cut.length() - 9)))
                .isInstanceOf(StoreException.class);
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 30));

        var traffic = store.traffic("orders", WINDOW).orElseThrow();
        assertThat(traffic.requests()).isEqualTo(20);
        assertThat(traffic.requestsPerSecond()).isEqualTo(5);
    }

    @Test
    void aWallClockThatGoesBackCostsThatReplicasHistoryAndNoMore() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 10));
        now = now.minus(Duration.ofHours(1));
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 20));
        assertThat(store.traffic("orders", WINDOW)).isEmpty();
        tick();
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 26));

        assertThat(store.traffic("orders", WINDOW).orElseThrow().requests()).isEqualTo(6);
    }

    @Test
    void aCardinalityBombIsCappedAndCountedAndTheOthersAreKept() {
        var capped =
                new SeriesStore(
                        new SeriesConfig(Duration.ofSeconds(2), Duration.ofMinutes(1), 50, 40),
                        () -> now);
        for (int i = 0; i < 3; i++) {
            var bomb = new MetricsText().served("/orders", 200, i);
            for (int route = 0; route < 1000; route++) {
                bomb.served("/orders/" + i + "/" + route, 200, 1);
            }
            capped.scrape(ORDERS_1, now, bomb.toString());
            capped.scrape(ORDERS_2, now, new MetricsText().served("/orders", 200, i).toString());
            tick();
        }

        assertThat(capped.size()).isEqualTo(41);
        assertThat(capped.refused()).isEqualTo(1000);
        assertThat(capped.traffic("orders", WINDOW).orElseThrow().requests()).isEqualTo(4);
    }

    @Test
    void keepsNoLabelSetOfAnEndlessName() {
        scrape(ORDERS_1, new MetricsText().served("/" + "x".repeat(3_000), 200, 10));

        assertThat(store.size()).isZero();
    }

    @Test
    void forgetsAReplicaThatIsGoneForLongerThanItsHistory() {
        scrape(ORDERS_1, new MetricsText().served("/orders", 200, 10));
        now = now.plus(Duration.ofMinutes(16));
        scrape(ORDERS_2, new MetricsText().served("/orders", 200, 10));

        assertThat(store.size()).isEqualTo(1);
    }

    @Test
    void saysHowFastATextIsTakenIn() {
        var text = new MetricsText();
        for (int route = 0; route < 200; route++) {
            text.served("/route/" + route, 200, route, 3, 2, 1);
        }
        String exposed = text.toString();
        long lines = exposed.lines().count();
        for (int round = 0; round < 200; round++) {
            scrape(ORDERS_1, exposed);
            tick();
        }
        long began = System.nanoTime();
        for (int round = 0; round < 200; round++) {
            scrape(ORDERS_1, exposed);
            tick();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "scrape of %,d lines (%,d bytes): %.2f ms, %,.0f lines/s%n",
                lines, exposed.length(), seconds * 1e3 / 200, lines * 200 / seconds);
        assertThat(store.size()).isEqualTo(200);
    }

    private void scrape(ScrapeSource source, MetricsText text) {
        scrape(source, text.toString());
    }

    private void scrape(ScrapeSource source, String text) {
        store.scrape(source, now, text);
    }

    private void tick() {
        now = now.plusSeconds(2);
    }
}
