package dev.muster.service;

import dev.muster.discovery.WatchBackend;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A check and its run. One that hangs is interrupted, and not run beside itself as long as that
 * does not help: probes come every second or two, and each would leave one more behind.
 * Thread-safe.
 */
final class ReadinessCheck {
    private final String name;
    private final Check check;
    private final WatchBackend backend;
    private @Nullable FutureTask<Boolean> run;
    private @Nullable Thread thread;

    /**
     * @param backend has the threads of its runs
     */
    ReadinessCheck(String name, Check check, WatchBackend backend) {
        this.name = name;
        this.check = check;
        this.backend = backend;
    }

    String name() {
        return name;
    }

    /** Has it run, unless it still does. */
    synchronized void begin() {
        if (thread == null || !thread.isAlive()) {
            var task = new FutureTask<>(check::passes);
            run = task;
            thread = backend.start("readiness of " + name, task);
        }
    }

    /** Why it fails, after {@code limit} at most; empty if it passes. */
    Optional<String> failure(Duration limit) throws InterruptedException {
        var task = current();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS)
                    ? Optional.empty()
                    : Optional.of("not there");
        } catch (ExecutionException e) {
            return Optional.of(Words.of(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException | CancellationException e) {
            task.cancel(true);
            return Optional.of("no answer within 1 s");
        }
    }

    private synchronized FutureTask<Boolean> current() {
        if (run == null) {
            throw new IllegalStateException(name + " has not begun");
        }
        return run;
    }
}
