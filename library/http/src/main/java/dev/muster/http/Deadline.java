package dev.muster.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Until when what the current thread does is of use. A route's own deadline sets it; clients wait
 * no longer than it allows, and a handler that computes for long can ask.
 */
public final class Deadline {
    private static final Scope.Key<Deadline> KEY = Scope.Key.named("deadline");

    private final long endsAt;
    private final LongSupplier nanoTime;

    private Deadline(long endsAt, LongSupplier nanoTime) {
        this.endsAt = endsAt;
        this.nanoTime = nanoTime;
    }

    /**
     * {@code scope} with a deadline {@code time} from now, unless it has an earlier one.
     *
     * @param nanoTime the monotonic clock that all deadlines of the scope go by, in nanoseconds
     */
    public static Scope within(Scope scope, Duration time, LongSupplier nanoTime) {
        long endsAt = nanoTime.getAsLong() + time.toNanos();
        boolean isSooner =
                scope.find(KEY).map(earlier -> earlier.endsAt - endsAt <= 0).orElse(false);
        return isSooner ? scope : scope.with(KEY, new Deadline(endsAt, nanoTime));
    }

    /** How long the current thread has left, nothing at the least; empty without a deadline. */
    public static Optional<Duration> remaining() {
        return Scope.current().find(KEY).map(Deadline::left);
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, endsAt - nanoTime.getAsLong()));
    }
}
