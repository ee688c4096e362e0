package dev.muster.service;

import dev.muster.telemetry.TraceContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** A task that is run again and again, each run a trace of its own, never two at a time. */
final class Recurring {
    private static final Logger LOG = LoggerFactory.getLogger(Recurring.class);

    private final Duration pause;
    private final Hook task;
    private final Thread thread;

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

    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                TraceContext.root()
                        .call(
                                () -> {
                                    runOnce();
                                    return true;
                                });
                Thread.sleep(pause);
            }
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
