package dev.muster.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

class RetryBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = -5 * SECOND;

    @Test
    void grantsAFractionOfTheRequests() {
        var budget = new RetryBudget(0.2, 0, () -> now);
        requests(budget, 1_000);
        assertThat(retries(budget)).isEqualTo(200);
    }

    @Test
    void grantsTheFloorWithoutAnyRequest() {
        assertThat(retries(new RetryBudget(0.2, 10, () -> now))).isEqualTo(100);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        var budget = new RetryBudget(0.2, 0, () -> now);
        requests(budget, 1_000);
        now += 9 * SECOND;
        assertThat(budget.tryRetry()).isTrue();
        now += SECOND;
        assertThat(budget.tryRetry()).isFalse();
        requests(budget, 50);
        assertThat(retries(budget)).isEqualTo(9);
    }

    @Test
    void forgetsAfterALongPause() {
        var budget = new RetryBudget(0.2, 0, () -> now);
        requests(budget, 1_000);
        now += 3_600 * SECOND;
        assertThat(budget.tryRetry()).isFalse();
    }

    @Test
    void holdsInEveryWindowOfAnOutage() {
        var budget = new RetryBudget(0.2, 1, () -> now);
        var chance = new SplittableRandom(7);
        int requests = 0;
        int granted = 0;
        for (int i = 0; i < 100_000; i++) {
            budget.request();
            requests++;
            granted += budget.tryRetry() ? 1 : 0;
            now += chance.nextLong(2_000_000);
        }
        long seconds = now / SECOND + 5;
        assertThat(granted).isBetween(requests / 6, (int) (requests * 0.2 + seconds + 20));
    }

    @Test
    void holdsWhenManyThreadsAsk() {
        var budget = new RetryBudget(0.2, 0, () -> 0);
        var granted = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                threads.execute(
                        () -> {
                            for (int j = 0; j < 1_000; j++) {
                                budget.request();
                                if (budget.tryRetry()) {
                                    granted.incrementAndGet();
                                }
                            }
                        });
            }
        }
        assertThat(granted).hasValueBetween(1_000, 1_600);
    }

    @Test
    void refusesAFractionThatIsNone() {
        assertThatThrownBy(() -> new RetryBudget(1.5, 0, () -> 0))
                .hasMessage("the fraction of a retry budget is 1.5, expected 0 to 1");
    }

    private static void requests(RetryBudget budget, int count) {
        for (int i = 0; i < count; i++) {
            budget.request();
        }
    }

    private static int retries(RetryBudget budget) {
        int granted = 0;
        while (budget.tryRetry()) {
            granted++;
        }
        return granted;
    }
}
