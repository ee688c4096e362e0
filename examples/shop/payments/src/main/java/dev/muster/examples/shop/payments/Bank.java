package dev.muster.examples.shop.payments;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A bank as banks are: it answers within 10 to 40 ms, now and then much later, and declines some
 * payments.
 */
final class Bank {
    private static final Duration FASTEST = Duration.ofMillis(10);
    private static final Duration SPREAD = Duration.ofMillis(30);
    private static final Duration RARELY = Duration.ofMillis(400);
    private static final int SLOW_IN = 400;

    private final int declinedPercent;
    private final RandomGenerator random;
    private final Pause pause;

    /** How time passes. */
    @FunctionalInterface
    interface Pause {
        void take(Duration time) throws InterruptedException;
    }

    Bank(int declinedPercent, RandomGenerator random, Pause pause) {
        this.declinedPercent = declinedPercent;
        this.random = random;
        this.pause = pause;
    }

    /** Whether the bank agreed. */
    boolean charge() throws InterruptedException {
        boolean slow = random.nextInt(SLOW_IN) == 0;
        var usual = FASTEST.plusNanos(random.nextLong(SPREAD.toNanos()));
        pause.take(slow ? usual.plus(RARELY) : usual);
        return random.nextInt(100) >= declinedPercent;
    }
}
