package dev.muster.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class TimeLimitTest {

    @Test
    void isOverWhereNoTimeIsGiven() {
        assertThat(TimeLimit.of(Duration.ZERO).pause(Duration.ofDays(1))).isFalse();
        assertThat(TimeLimit.of(Duration.ofSeconds(-1)).pause(Duration.ofDays(1))).isFalse();
    }

    @Test
    void letsPauseUntilItIsOver() {
        var limit = TimeLimit.of(Duration.ofMillis(20));
        int pauses = 0;
        while (limit.pause(Duration.ofMillis(5))) {
            pauses++;
        }

        assertThat(pauses).isLessThanOrEqualTo(4);
    }

    /** Whoever looks again and again would otherwise do nothing else. */
    @Test
    void pausesAThreadThatWasInterruptedAndLeavesItSo() {
        var limit = TimeLimit.of(Duration.ofMillis(20));
        int pauses = 0;
        Thread.currentThread().interrupt();
        while (limit.pause(Duration.ofMillis(5))) {
            pauses++;
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(pauses).isLessThanOrEqualTo(4);
    }
}
