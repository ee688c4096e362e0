package dev.muster.tests;

import static org.awaitility.Awaitility.await;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keep-alive clients that never retry and count what a user would see: {@code client_failures.py},
 * round after round until stopped.
 */
final class Clients implements AutoCloseable {
    private static final String ROUND_SECONDS = "6";
    private static final String CONNECTIONS = "8";

    private final Muster muster;
    private final URI target;
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Queue<String> verdicts = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> failed;

    Clients(Muster muster, URI target) {
        this.muster = muster;
        this.target = target;
        this.failed =
                CompletableFuture.supplyAsync(this::askUntilStopped, Thread::startVirtualThread);
    }

    /** Waits until clients have begun to ask. */
    void awaitSome() {
        await("clients ask").atMost(Fleet.PATIENCE).until(() -> rounds.get() > 0);
    }

    /** How many requests failed, once the round that goes on is over. */
    int stop() {
        stopped.set(true);
        int count = failed.join();
        if (count > 0) {
            throw new AssertionError(count + " requests failed: " + verdicts);
        }
        return count;
    }

    @Override
    public void close() {
        stopped.set(true);
        failed.handle((count, failure) -> count).join();
    }

    private int askUntilStopped() {
        int count = 0;
        try {
            while (!stopped.get()) {
                var script = muster.home().resolve("tests/conformance/client_failures.py");
                var round =
                        muster.start(
                                muster.home(),
                                List.of(
                                        "python3",
                                        script.toString(),
                                        target.toString(),
                                        ROUND_SECONDS,
                                        CONNECTIONS));
                rounds.incrementAndGet();
                var verdict = round.await();
                verdicts.add(verdict.out() + verdict.err());
                count += new JsonMapper().readTree(verdict.out()).path("failed").intValue();
            }
            return count;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
