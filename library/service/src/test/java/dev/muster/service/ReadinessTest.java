package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.ConnectException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class ReadinessTest {
    @Test
    void namesEachCheckThatFailsWithItsWords() throws Exception {
        try (var stage =
                new Stage(
                        s ->
                                s.readiness("cache", () -> false)
                                        .readiness("queue", () -> true)
                                        .readiness("license", ReadinessTest::missing)
                                        .readiness("database", ReadinessTest::refused))) {
            var response = stage.get("/health/ready");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("content-type"))
                    .contains("application/problem+json");
            assertThat(response.body())
                    .contains(
                            "\"detail\":\"cache: not there; license: dev/acme/License; database: no"
                                    + " database at db:5432: Connection refused\"")
                    .contains(
                            "\"failing\":{\"cache\":\"not"
                                    + " there\",\"license\":\"dev/acme/License\",\"database\":\"no"
                                    + " database at db:5432: Connection refused\"}")
                    .doesNotContain("queue");
        }
    }

    @Test
    void runsItsChecksAtTheSameTime() throws Exception {
        int checks = 5;
        var all = new CyclicBarrier(checks);
        try (var stage =
                new Stage(
                        s -> {
                            for (int i = 0; i < checks; i++) {
                                s.readiness("check " + i, () -> all.await() >= 0);
                            }
                        })) {
            // They wait for each other, for a second at most: on a busy machine it takes some
            // tries.
            await().untilAsserted(
                            () ->
                                    assertThat(stage.get("/health/ready").statusCode())
                                            .isEqualTo(200));
        }
    }

    @Test
    void waitsForHangingChecksNoLongerThanForOneAndDoesNotPileThemUp() throws Exception {
        var runs = new AtomicInteger();
        var release = new CountDownLatch(1);
        try (var stage =
                new Stage(
                        s -> {
                            for (int i = 0; i < 5; i++) {
                                s.readiness("check " + i, () -> hang(runs, release));
                            }
                        })) {
            for (int i = 0; i < 3; i++) {
                assertThat(stage.get("/health/ready").body())
                        .contains("check 0: no answer within 1 s")
                        .contains("check 4: no answer within 1 s");
            }
            assertThat(runs).hasValue(5);
            release.countDown();
            await().untilAsserted(
                            () ->
                                    assertThat(stage.get("/health/ready").statusCode())
                                            .isEqualTo(200));
        }
    }

    @Test
    void refusesTwoChecksOfOneName() {
        assertThatThrownBy(
                        () ->
                                new Stage(
                                        s ->
                                                s.readiness("database", () -> true)
                                                        .readiness("database", () -> true)))
                .isInstanceOf(ServiceException.class)
                .hasMessage("two readiness checks are named \"database\"");
    }

    private static boolean refused() throws Exception {
        throw new IllegalStateException(
                "no database at db:5432", new ConnectException("Connection refused"));
    }

    private static boolean missing() {
        throw new NoClassDefFoundError("dev/acme/License");
    }

    /** As a read of a socket hangs: an interrupt does not end it. */
    private static boolean hang(AtomicInteger runs, CountDownLatch release) {
        runs.incrementAndGet();
        while (true) {
            try {
                return release.await(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                // Not told to anybody.
            }
        }
    }
}
