package dev.muster.examples.shop.payments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;

class BankTest {
    private final ArrayList<Duration> pauses = new ArrayList<>();

    @Test
    void declinesItsShare() throws InterruptedException {
        assertThat(agreedOf(10_000, 3)).isBetween(9_600, 9_800);
        assertThat(agreedOf(1_000, 0)).isEqualTo(1_000);
        assertThat(agreedOf(1_000, 100)).isZero();
    }

    @Test
    void takesTenToFortyMillisecondsAndRarelyMuchLonger() throws InterruptedException {
        agreedOf(10_000, 3);

        assertThat(pauses)
                .allSatisfy(pause -> assertThat(pause).isBetween(millis(10), millis(440)));
        assertThat(pauses.stream().filter(pause -> pause.compareTo(millis(40)) > 0).count())
                .isBetween(10L, 50L);
    }

    private int agreedOf(int payments, int declinedPercent) throws InterruptedException {
        var bank = new Bank(declinedPercent, new Random(1), pauses::add);
        int agreed = 0;
        for (int i = 0; i < payments; i++) {
            agreed += bank.charge() ? 1 : 0;
        }
        return agreed;
    }

    private static Duration millis(int count) {
        return Duration.ofMillis(count);
    }
}
