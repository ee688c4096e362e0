package dev.muster.agent.api;

import dev.muster.agent.backend.AgentBackend;

import java.time.Duration;

/**
 * The terminal that a fleet belongs to. It holds one connection; when that ends, by a key, a closed
 * terminal or its death, the fleet is stopped. A fleet started with {@code up -d} has no owner.
 */
public final class Owner {
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(15);

    private final Runnable gone;
    private final AgentBackend backend;
    private volatile boolean hasArrived;

    /**
     * @param gone called once the owner has left, or has not come within 15 s
     */
    public Owner(Runnable gone, AgentBackend backend) {
        this.gone = gone;
        this.backend = backend;
    }

    /** Waits, on a thread of its own, for an owner that is said to come. */
    public void expect() {
        backend.thread("owner", this::await).start();
    }

    private void await() {
        try {
            backend.pause().of(LONGEST_ABSENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (!hasArrived) {
            gone.run();
        }
    }

    void arrived() {
        hasArrived = true;
    }

    void left() {
        gone.run();
    }
}
