package dev.muster.agent;

import dev.muster.supervisor.SupervisorException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stops the fleet once, whoever asks for it and however often: an order, a second one that forces,
 * the signal that ends the agent. Thread-safe.
 */
final class StopOnce {
    private static final Duration OVERTAKING = Duration.ofSeconds(5);

    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * Returns once the fleet is stopped, by {@code how} or by another call that overtook it.
     *
     * @throws SupervisorException when {@code how} did not stop it, and no other call did
     */
    void by(Runnable how) {
        if (stopped.isDone()) {
            return;
        }
        try {
            how.run();
            stopped.complete(null);
        } catch (SupervisorException e) {
            // A supervisor that was stopped under this call refuses to go on with it.
            if (!isStoppedSoon()) {
                throw e;
            }
        }
    }

    private boolean isStoppedSoon() {
        try {
            stopped.get(OVERTAKING.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
