package dev.muster.service;

/** A service that answers requests. Thread-safe. */
public interface RunningService extends AutoCloseable {
    /** The port it listens on. */
    int port();

    /**
     * Stops it gracefully: it is no longer ready, finishes the requests and recurring tasks that
     * run, then runs its stop hooks. Closing twice does nothing.
     */
    @Override
    void close();
}
