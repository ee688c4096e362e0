package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class ByteBudgetTest {
    private static final Duration NEVER_MIND = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

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
        var budget = ByteBudget.of(16 << 20, NEVER_MIND);
        var large = budget.charge(1L << 40);
        assertThat(large.await(1L << 40)).isTrue();
        assertThat(budget.charge(1 << 20).await(1 << 20)).isFalse();
        large.close();
        var small = budget.charge();
        assertThat(small.cover(1L << 40)).isTrue();
    }

    @Test
    void largeBodiesNeverKeepSmallOnesOut() throws Exception {
        var budget = ByteBudget.of(16 << 20, NEVER_MIND);
        assertThat(budget.charge(16 << 20).await(16 << 20)).isTrue();
        assertThat(budget.charge().cover(4 << 20)).isTrue();
    }

    @Test
    void largeBodiesWaitTheirTurn() throws Exception {
        var budget = ByteBudget.of(16 << 20, LONG);
        var first = budget.charge(12 << 20);
        assertThat(first.await(12 << 20)).isTrue();
        var second = awaiting(budget, budget.charge(12 << 20));
        assertThat(second).isNotDone();
        first.close();
        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void smallBodiesWaitInOrderAndAreServedBeforeLargeOnes() {
        var budget = ByteBudget.of(16 << 20, LONG);
        var holder = budget.charge();
        assertThat(holder.cover(16 << 20)).isTrue();
        var served = new ArrayList<String>();
        var large = budget.charge(4 << 20);
        assertThat(large.cover(4 << 20, () -> served.add("large"))).isFalse();
        for (var name : List.of("first", "second")) {
            assertThat(budget.charge().cover(6 << 20, () -> served.add(name))).isFalse();
        }
        assertThat(budget.charge().cover(1)).as("nobody overtakes").isFalse();
        holder.close();
        assertThat(served).containsExactly("first", "second", "large");
        assertThat(budget.waiters()).isZero();
    }

    /** Each has a part, and the parts together leave too little for any of them. */
    @Test
    void largeBodiesThatGrowSideBySideAllComeToTheirEnd() {
        var budget = ByteBudget.of(64 << 20, LONG);
        var random = new Random(7);
        var coming = new ArrayList<Coming>();
        for (int i = 0; i < 40; i++) {
            coming.add(new Coming(budget, 1 + random.nextInt(60)));
        }
        int steps = 0;
        while (!coming.isEmpty()) {
            assertThat(steps++).as("steps").isLessThan(100_000);
            var next = coming.get(random.nextInt(coming.size()));
            if (next.step()) {
                next.charge.close();
                coming.remove(next);
            }
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void aFirstThatIsSlowKeepsNobodyFromWhatItCannotNeed() throws Exception {
        var budget = ByteBudget.of(64 << 20, NEVER_MIND);
        var slow = budget.charge(16 << 20);
        assertThat(slow.await(1 << 20)).isTrue();
        assertThat(budget.charge(32 << 20).await(32 << 20)).isTrue();
        var late = budget.charge(8 << 20);
        assertThat(late.await(1 << 20)).isFalse();
        assertThat(slow.await(16 << 20)).isTrue();
    }

    @Test
    void aBodyThatIsCompleteLeavesToOthersWhatItHasNotTaken() throws Exception {
        var budget = ByteBudget.of(64 << 20, NEVER_MIND);
        var unknown = budget.charge(48 << 20);
        assertThat(unknown.await(2 << 20)).isTrue();
        unknown.complete();
        assertThat(budget.charge(46 << 20).await(46 << 20)).isTrue();
    }

    @Test
    void tellsAHolderOfRoomThatOthersWait() {
        var budget = ByteBudget.of(16 << 20, LONG);
        var holder = budget.charge();
        assertThat(holder.cover(16 << 20)).isTrue();
        assertThat(holder.isWaitedFor()).isFalse();
        var waiting = budget.charge();
        assertThat(waiting.cover(1, () -> {})).isFalse();
        assertThat(holder.isWaitedFor()).isTrue();
        assertThat(waiting.isWaitedFor()).as("it has nothing").isFalse();
        waiting.giveUp();
        assertThat(holder.isWaitedFor()).isFalse();
    }

    @Test
    void whatIsAskedForAfterTheEndOfItsRequestIsNotTaken() throws Exception {
        var budget = ByteBudget.of(16 << 20, NEVER_MIND);
        var charge = budget.charge(12 << 20);
        charge.close();
        assertThat(charge.cover(1 << 20)).isFalse();
        assertThat(charge.await(1 << 20)).isFalse();
        assertThat(budget.used()).isZero();
        assertThat(budget.charge(12 << 20).await(12 << 20)).isTrue();
    }

    @Test
    void aWaitEndsWithItsRequest() throws Exception {
        var budget = ByteBudget.of(16 << 20, LONG);
        var first = budget.charge(12 << 20);
        assertThat(first.await(12 << 20)).isTrue();
        var second = budget.charge(12 << 20);
        var waited = awaiting(budget, second);
        second.close();
        assertThat(waited.get(30, TimeUnit.SECONDS)).isFalse();
        first.close();
        assertThat(budget.used()).isZero();
    }

    /** Returns once it waits. */
    private static CompletableFuture<Boolean> awaiting(
            ByteBudget budget, ByteBudget.Charge charge) {
        var awaited =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return charge.await(12 << 20);
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        while (budget.waiters() == 0) {
            Thread.onSpinWait();
        }
        return awaited;
    }

    /** A body that takes room by the KiB. */
    private static final class Coming {
        private final ByteBudget.Charge charge;
        private final int size;
        private int taken;
        private boolean isWaiting;

        Coming(ByteBudget budget, int size) {
            this.charge = budget.charge((long) size << 20);
            this.size = size;
        }

        /** Whether it is complete. */
        boolean step() {
            if (!isWaiting) {
                isWaiting = !charge.cover((taken + 1L) << 20, () -> isWaiting = false);
                taken++;
            }
            return taken >= size && !isWaiting;
        }
    }
}
