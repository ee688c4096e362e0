package dev.muster.discovery;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks for one service until it is interrupted.
 *
 * <p>A registry that has just come back may not have heard of all replicas yet. That it knows none
 * is therefore not believed for a while where we knew some: replicas that are really gone are
 * ejected anyway.
 */
final class EndpointWatch implements Runnable {
    private static final Duration DOUBTING_QUESTION = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 10;

    private final EndpointQuery query;
    private final String service;
    private final WatchConfig config;
    private final WatchBackend backend;
    private final Reachability reach;
    private final Consumer<Endpoints> listener;

    private Endpoints last;
    private String known = "";
    private int failures;
    private boolean believesAbsence = true;
    private boolean isDoubting;
    private long backSince;
    private volatile boolean isClosed;

    EndpointWatch(
            EndpointQuery query,
            String service,
            WatchConfig config,
            WatchBackend backend,
            Reachability reach,
            Consumer<Endpoints> listener) {
        this.query = query;
        this.service = service;
        this.config = config;
        this.backend = backend;
        this.reach = reach;
        this.listener = listener;
        this.last = Endpoints.unknown(service);
    }

    /** From now on the listener hears no more. */
    void close() {
        isClosed = true;
    }

    /** Tells the listener what is known. */
    void tell() {
        try {
            if (!isClosed) {
                listener.accept(last);
            }
        } catch (RuntimeException e) {
            reach.listener().listenerFailed(service, e);
        }
    }

    @Override
    public void run() {
        try {
            while (!isClosed && !Thread.currentThread().isInterrupted()) {
                try {
                    take(query.ask(service, known, patience()));
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    // Whatever it sent that cannot be used: this thread must outlive it.
                    pause(e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration patience() {
        return isDoubting ? DOUBTING_QUESTION : config.question();
    }

    private void take(Endpoints answer) {
        if (failures > 0) {
            failures = 0;
            backSince = backend.nanoTime();
            believesAbsence = false;
            reach.found();
        }
        believesAbsence |= backend.nanoTime() - backSince > config.doubt().toNanos();
        isDoubting = answer.ready().isEmpty() && !last.ready().isEmpty() && !believesAbsence;
        known = answer.revision();
        if (!answer.equals(last) && !isDoubting) {
            last = answer;
            tell();
        }
    }

    private void pause(Exception cause) throws InterruptedException {
        if (failures++ == 0) {
            reach.lost(cause.getMessage(), last.isKnown());
        }
        // What comes back may be another one, so it is asked without waiting for news.
        known = "";
        var pause = config.firstPause().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        var bounded = pause.compareTo(config.longestPause()) < 0 ? pause : config.longestPause();
        double jitter = backend.random().nextDouble(0.5, 1.0);
        backend.pause(Duration.ofNanos((long) (bounded.toNanos() * jitter)));
    }
}
