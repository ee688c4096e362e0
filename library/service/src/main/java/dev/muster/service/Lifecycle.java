package dev.muster.service;

import dev.muster.discovery.Announcement;
import dev.muster.discovery.WatchBackend;
import dev.muster.server.HttpServer;
import dev.muster.telemetry.Logs;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A service's start and stop, each a list of steps in order. */
final class Lifecycle implements RunningService {
    /** Until those who send requests have heard that the service is not ready any more. */
    private static final Duration PRE_DRAIN = Duration.ofMillis(250);

    /** Of the whole grace, what requests and tasks may use: the rest is for the stop hooks. */
    private static final double SHARE_OF_WORK = 0.8;

    private final String name;
    private final Duration grace;
    private final Logs logs;
    private final WatchBackend backend;
    private final Logger log;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final ReentrantLock closing = new ReentrantLock();
    private boolean isClosed;
    private List<Recurring> recurring = List.of();
    private List<Hook> stopHooks = List.of();
    private @Nullable Health health;
    private @Nullable HttpServer server;
    private @Nullable Announcement announcement;

    /**
     * @param grace how long stopping may take in all, before this process is killed
     * @param backend says how long that was
     */
    Lifecycle(String name, Duration grace, Logs logs, WatchBackend backend) {
        this.name = name;
        this.grace = grace;
        this.logs = logs;
        this.backend = backend;
        this.log = LoggerFactory.getLogger("dev.muster.service");
    }

    Logs logs() {
        return logs;
    }

    /** Closes {@code resource} at the end, after whatever is added later. */
    <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    void begin(Setup setup, Health ofService) {
        recurring = List.copyOf(setup.recurring());
        stopHooks = List.copyOf(setup.stopHooks()).reversed();
        health = ofService;
        for (var hook : setup.startHooks()) {
            try {
                hook.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ServiceException.failed("its start was interrupted", e);
            } catch (ServiceException | Error e) {
                throw e;
            } catch (Exception e) {
                throw Faults.isBug(e)
                        ? Faults.unchecked(e)
                        : ServiceException.failed("what it does first failed: " + Words.of(e), e);
            }
        }
    }

    void serve(HttpServer listening) {
        server = listening;
        if (health != null) {
            health.started();
        }
        recurring.forEach(Recurring::start);
        log.info("{} is listening on port {}", name, listening.port());
    }

    /** From now on until it stops the service is announced to others. */
    void announced(Announcement toRegistry) {
        announcement = toRegistry;
    }

    @Override
    public int port() {
        if (server == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return server.port();
    }

    /**
     * Who closes it while another does waits for that, but no longer than the whole grace: what
     * stops may itself have called {@code System.exit} and so wait for its shutdown hook, which
     * closes it too.
     */
    @Override
    public void close() {
        if (!awaitTurn()) {
            log.warn("{} is still stopping; that is waited for no longer", name);
            return;
        }
        try {
            if (!isClosed) {
                isClosed = true;
                stop();
            }
        } finally {
            closing.unlock();
        }
    }

    /** Not to be interrupted: an interrupted thread closes what it has as well. */
    private boolean awaitTurn() {
        long end = backend.nanoTime() + grace.toNanos();
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return closing.tryLock(end - backend.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stop() {
        recurring.forEach(Recurring::stop);
        if (server != null && health != null) {
            log.info("{} is stopping", name);
            health.stopping();
            if (announcement != null) {
                attempt("withdrawing from the registry", announcement::close);
            }
            finishWork(server);
        }
        for (var hook : stopHooks) {
            attempt("a stop hook", hook);
        }
        owned.forEach(resource -> attempt("closing " + resource, resource::close));
        if (server != null) {
            log.info("{} has stopped", name);
        }
        logs.close();
    }

    /** Requests and recurring tasks have the same grace to come to their end. */
    private void finishWork(HttpServer serving) {
        attempt("waiting for others to hear of it", () -> backend.pause(PRE_DRAIN));
        var share = Duration.ofNanos((long) (grace.toNanos() * SHARE_OF_WORK)).minus(PRE_DRAIN);
        var patience = share.isPositive() ? share : Duration.ZERO;
        long end = backend.nanoTime() + patience.toNanos();
        serving.drain(patience);
        for (var task : recurring) {
            var left = Duration.ofNanos(Math.max(0, end - backend.nanoTime()));
            attempt("waiting for a recurring task", () -> task.awaitEnd(left));
        }
    }

    private void attempt(String what, Hook step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            log.warn("{} failed while {} was stopping", what, name, e);
        }
    }
}
