package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class DeadlineTest {
    @Test
    void isTheSoonerOfTwo() {
        var hour = Deadline.within(Scope.current(), Duration.ofHours(1));
        assertThat(remaining(Deadline.within(hour, Duration.ofDays(1)))).isLessThan(hours(2));
        assertThat(remaining(Deadline.within(hour, Duration.ofMinutes(1)))).isLessThan(hours(1));
    }

    @Test
    void leavesNothingOnceItIsOverAndIsAbsentOutsideOfAny() {
        assertThat(remaining(Deadline.within(Scope.current(), Duration.ofNanos(-1)))).isZero();
        assertThat(Deadline.remaining()).isEmpty();
    }

    private static Duration remaining(Scope scope) {
        return scope.call(() -> Deadline.remaining().orElseThrow());
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }
}
