package dev.muster.transport;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The connections that a listener has made and that are not closed. Thread-safe. */
final class OpenConnections {
    private static final String CLOSED = "The listener was closed.";

    /** Closing takes the loops no time, unless one of them is held up. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch emptied = new CountDownLatch(1);
    private volatile boolean draining;
    private volatile boolean closed;

    int size() {
        return open.size();
    }

    /** Called on the connection's loop. */
    void add(Connection connection) {
        open.add(connection);
        if (closed) {
            connection.abort(CLOSED);
        } else if (draining) {
            connection.drain();
        }
    }

    void remove(Connection connection) {
        open.remove(connection);
        noticeEmpty();
    }

    /**
     * Lets every exchange end and its connection close then. A response of unknown length that
     * still runs after a quarter of {@code grace} is cut. Returns when all are closed, or at the
     * end of {@code grace}. Not to be called on an event loop.
     */
    void drain(Duration grace) {
        draining = true;
        each(Connection::drain);
        noticeEmpty();
        long forOpenEnded = grace.toNanos() / 4;
        try {
            if (!emptied.await(forOpenEnded, TimeUnit.NANOSECONDS)) {
                each(Connection::cutOpenEnded);
                var _ = emptied.await(grace.toNanos() - forOpenEnded, TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Closes those there are, and each that is added later. Returns when all that asked for it have
     * been told how their exchanges ended. Not to be called on an event loop.
     */
    void close() {
        closed = true;
        each(connection -> connection.abort(CLOSED));
        noticeEmpty();
        try {
            var _ = emptied.await(CLOSING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does {@code action} on each connection's loop, which may have ended together with it. */
    private void each(Consumer<Connection> action) {
        for (var connection : open) {
            var loop = connection.eventLoop();
            if (!loop.isShuttingDown()) {
                loop.execute(() -> action.accept(connection));
            }
        }
    }

    private void noticeEmpty() {
        if ((draining || closed) && open.isEmpty()) {
            emptied.countDown();
        }
    }
}
