package dev.muster.service;

import dev.muster.discovery.WatchBackend;
import dev.muster.telemetry.Count;
import dev.muster.telemetry.TraceContext;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task that is run again and again, each run a trace of its own, never two at a time. Whatever a
 * run throws is logged and counted, and the next run comes all the same. Stopping it lets the run
 * that is under way come to its end.
 */
final class Recurring {
    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);

    private final Duration pause;
    private final Hook task;
    private final Count failures;
    private final WatchBackend backend;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * @param failures by the pause
     * @param backend has the thread of the task
     */
    Recurring(Duration pause, Hook task, Count failures, WatchBackend backend) {
        if (!pause.isPositive()) {
            throw ServiceException.description(
                    "a task recurs every " + pause + "; the pause must be more than nothing");
        }
        this.pause = pause;
        this.task = task;
        this.failures = failures;
        this.backend = backend;
    }

    void start() {
        thread = backend.start("every " + pause, this::run);
    }

    /** Has no further run begin. */
    void stop() {
        stopped.countDown();
    }

    /** Waits for the run that is under way, and interrupts it at the end of {@code grace}. */
    void awaitEnd(Duration grace) throws InterruptedException {
        if (thread != null && !thread.join(grace)) {
            LOG.warn("a recurring task was interrupted: it did not end in time");
            thread.interrupt();
        }
    }

    private void run() {
        while (true) {
            runOnce();
            try {
                if (stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                if (stopped.getCount() == 0) {
                    return;
                }
                // A run interrupted itself, which ends that run and no other.
            }
        }
    }

    private void runOnce() {
        try {
            TraceContext.root()
                    .call(
                            () -> {
                                try {
                                    task.run();
                                } catch (Throwable e) {
                                    failed(e);
                                }
                                return true;
                            });
        } catch (Throwable e) {
            // Not even telling of it worked, as where no memory is left. The next run may do
            // better.
        }
    }

    private void failed(Throwable e) {
        if (e instanceof InterruptedException && stopped.getCount() == 0) {
            return;
        }
        failures.increment(pause.toString());
        LOG.warn("a recurring task failed; it is tried again in {}", pause, e);
    }
}
