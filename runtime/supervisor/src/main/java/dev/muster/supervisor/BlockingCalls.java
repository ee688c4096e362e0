package dev.muster.supervisor;

import dev.muster.supervisor.timeline.Timeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Asks the timeline for callers that may wait: everybody but the timeline itself. Thread-safe. */
final class BlockingCalls {

    private final Timeline timeline;

    BlockingCalls(Timeline timeline) {
        this.timeline = timeline;
    }

    /**
     * The answer to a question asked on the timeline's thread.
     *
     * @throws SupervisorException that the question threw, or when the timeline ends first
     */
    <T> T ask(Supplier<T> question) {
        return await(timeline.ask(question));
    }

    /**
     * Waits for a future as blocking code does.
     *
     * @throws SupervisorException that the future failed with, or when the timeline ends first
     */
    <T> T await(CompletableFuture<T> future) {
        try {
            var _ = timeline.orClosed(future).get();
            if (!future.isDone()) {
                throw new SupervisorException("The supervisor was stopped.");
            }
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SupervisorException("Interrupted while waiting for the fleet.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SupervisorException known) {
                throw known;
            }
            throw new SupervisorException("A step failed: " + e.getCause(), e);
        }
    }
}
