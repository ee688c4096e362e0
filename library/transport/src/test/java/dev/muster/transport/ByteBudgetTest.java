package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class ByteBudgetTest {
    private static final Duration NEVER_MIND = Duration.ZERO;

    @Test
    void admitsWhatThereIsRoomForAndTakesItBack() {
        var budget = ByteBudget.of(16 << 10, NEVER_MIND);
        var first = budget.charge();
        var second = budget.charge();
        assertThat(first.cover(10 << 10)).isTrue();
        assertThat(second.cover(10 << 10)).isFalse();
        assertThat(second.cover(6 << 10)).isTrue();
        assertThat(budget.used()).isEqualTo(16 << 10);
        first.close();
        first.close();
        assertThat(budget.used()).isEqualTo(6 << 10);
        assertThat(second.cover(16 << 10)).isTrue();
        second.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aBodyThatGrowsByTheByteCostsWhatItTakes() {
        var budget = ByteBudget.of(1 << 20, NEVER_MIND);
        var charge = budget.charge();
        for (int size = 1; size <= 100_000; size++) {
            assertThat(charge.cover(size)).isTrue();
        }
        assertThat(budget.used()).isBetween(100_000L, 200_000L);
    }

    @Test
    void admitsWhatIsLargerThanAllOfItWhenThatIsAlone() throws Exception {
        var budget = ByteBudget.of(16 << 10, NEVER_MIND);
        var large = budget.charge();
        assertThat(large.await(1L << 40)).isTrue();
        assertThat(budget.charge().await(1)).isFalse();
        large.close();
        var small = budget.charge();
        assertThat(small.cover(1L << 40)).isTrue();
    }

    @Test
    void largeBodiesNeverKeepSmallOnesOut() throws Exception {
        var budget = ByteBudget.of(16 << 10, NEVER_MIND);
        assertThat(budget.charge().await(16 << 10)).isTrue();
        assertThat(budget.charge().cover(4 << 10)).isTrue();
    }

    @Test
    void largeBodiesWaitTheirTurn() throws Exception {
        var budget = ByteBudget.of(16 << 10, Duration.ofMinutes(1));
        var first = budget.charge();
        assertThat(first.await(12 << 10)).isTrue();
        var second = CompletableFuture.supplyAsync(() -> awaited(budget.charge()));
        assertThat(second).isNotDone();
        first.close();
        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsAskedForAfterTheEndOfItsRequestIsNotTaken() throws Exception {
        var budget = ByteBudget.of(16 << 10, NEVER_MIND);
        var charge = budget.charge();
        charge.close();
        assertThat(charge.cover(1 << 10)).isFalse();
        assertThat(charge.await(1 << 10)).isFalse();
        assertThat(budget.used()).isZero();
        assertThat(budget.charge().await(12 << 10)).isTrue();
    }

    @Test
    void whatIsGrantedAfterTheEndOfItsRequestIsGivenBack() throws Exception {
        var budget = ByteBudget.of(16 << 10, Duration.ofMinutes(1));
        var first = budget.charge();
        assertThat(first.await(12 << 10)).isTrue();
        var second = budget.charge();
        var granted = CompletableFuture.supplyAsync(() -> awaited(second));
        second.close();
        first.close();
        assertThat(granted.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(budget.used()).isZero();
    }

    private static boolean awaited(ByteBudget.Charge charge) {
        try {
            return charge.await(12 << 10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
