package dev.muster.service;

import dev.muster.telemetry.TraceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A task that is run again and again, each run a trace of its own, never two at a time. Stopping it
 * lets the run that is under way come to its end.
 */
final class Recurring {
    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);

    private final Duration pause;
    private final Hook task;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Recurring(Duration pause, Hook task) {
        if (!pause.isPositive()) {
            throw new IllegalArgumentException("a task recurs every " + pause + "; say how often");
        }
        this.pause = pause;
        this.task = task;
        this.thread = Thread.ofVirtual().name("every " + pause).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Has no further run begin. */
    void stop() {
        stopped.countDown();
    }

    /** Waits for the run that is under way, and interrupts it at the end of {@code grace}. */
    void awaitEnd(Duration grace) throws InterruptedException {
        if (thread.getState() != Thread.State.NEW && !thread.join(grace)) {
            LOG.warn("a recurring task was interrupted: it did not end in time");
            thread.interrupt();
        }
    }

    private void run() {
        try {
            do {
                TraceContext.root()
                        .call(
                                () -> {
                                    runOnce();
                                    return true;
                                });
            } while (!stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws InterruptedException {
        try {
            task.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("a recurring task failed; it is tried again in {}", pause, e);
        }
    }
}
