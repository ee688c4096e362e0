package dev.muster.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class DeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Such a clock may stand anywhere, and go through the end of its numbers. */
    private long nanos = Long.MAX_VALUE - 1;

    @Test
    void isTheSoonerOfTwo() {
        var hour = within(Scope.current(), HOUR);

        assertThat(remaining(within(hour, Duration.ofDays(1)))).isEqualTo(HOUR);
        assertThat(remaining(within(hour, MINUTE))).isEqualTo(MINUTE);
        assertThat(remaining(hour)).as("for what is not within the other").isEqualTo(HOUR);
    }

    @Test
    void comesNearerUntilNothingIsLeft() {
        var hour = within(Scope.current(), HOUR);

        nanos += MINUTE.toNanos();
        assertThat(remaining(hour)).isEqualTo(Duration.ofMinutes(59));
        nanos += HOUR.toNanos();
        assertThat(remaining(hour)).isZero();
        assertThat(remaining(within(hour, HOUR))).as("of one that begins too late").isZero();
    }

    @Test
    void isAbsentOutsideOfAny() {
        assertThat(Deadline.remaining()).isEmpty();
    }

    private Scope within(Scope scope, Duration time) {
        return Deadline.within(scope, time, () -> nanos);
    }

    private static Duration remaining(Scope scope) {
        return scope.call(() -> Deadline.remaining().orElseThrow());
    }
}
