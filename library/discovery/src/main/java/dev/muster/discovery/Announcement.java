package dev.muster.discovery;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Keeps one endpoint announced from now on until it is closed, which withdraws it. While the
 * registry is gone it goes on trying. Thread-safe.
 */
public final class Announcement implements AutoCloseable {
    private static final Duration HOLDS = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Registrar registrar;
    private final String service;
    private final Endpoint endpoint;
    private final BooleanSupplier isReady;
    private final WatchBackend backend;
    private final Reachability reach;
    private final Thread thread;

    private Announcement(
            Registrar registrar,
            String service,
            Endpoint endpoint,
            BooleanSupplier isReady,
            WatchBackend backend,
            SourceListener listener) {
        this.registrar = registrar;
        this.service = service;
        this.endpoint = endpoint;
        this.isReady = isReady;
        this.backend = backend;
        this.reach = new Reachability(listener);
        this.thread = backend.start("announcement-of-" + endpoint.id(), this::repeat);
    }

    /**
     * @param isReady asked before each time that the endpoint is announced
     * @param listener told when the registry does not take the announcement, and when it does again
     */
    public static Announcement of(
            Registrar registrar,
            String service,
            Endpoint endpoint,
            BooleanSupplier isReady,
            WatchBackend backend,
            SourceListener listener) {
        return new Announcement(registrar, service, endpoint, isReady, backend, listener);
    }

    /**
     * Returns when the registry has been told, or this thread is interrupted; where it cannot be
     * told, the endpoint expires.
     */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
            registrar.withdraw(service, endpoint);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            reach.lost(e.getMessage(), false);
        }
    }

    private void repeat() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                backend.pause(announce() ? PAUSE : PAUSE_AFTER_FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean announce() throws InterruptedException {
        try {
            registrar.announce(service, endpoint, isReady.getAsBoolean(), HOLDS);
            reach.found();
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            reach.lost(e.getMessage(), false);
            return false;
        }
    }
}
