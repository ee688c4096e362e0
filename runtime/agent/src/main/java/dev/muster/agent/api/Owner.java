package dev.muster.agent.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The terminal that a fleet belongs to. It holds one connection; when that ends, by a key, a closed
 * terminal or its death, the fleet is stopped. A fleet started with {@code up -d} has no owner.
 */
public final class Owner {
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(15);

    private final Runnable gone;
    private final CountDownLatch arrived = new CountDownLatch(1);

    /**
     * @param gone called once the owner has left, or has not come within 15 s
     */
    public Owner(Runnable gone) {
        this.gone = gone;
    }

    /** Waits, on a thread of its own, for an owner that is said to come. */
    public void expect() {
        Thread.ofVirtual()
                .name("owner")
                .start(
                        () -> {
                            try {
                                if (!arrived.await(LONGEST_ABSENCE.toSeconds(), TimeUnit.SECONDS)) {
                                    gone.run();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    void arrived() {
        arrived.countDown();
    }

    void left() {
        gone.run();
    }
}
