package dev.muster.transport;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop to one peer that have streams to give, and what the peer has
 * shown of when it closes them. Everything happens on that loop.
 *
 * <p>A peer may close a connection in the moment in which a request goes out on it; nobody can tell
 * then whether the request was executed. A request that may be sent twice takes any connection. One
 * that may not takes a connection only of a peer that has been seen to keep them, which it used a
 * moment ago and well before the time at which the peer has closed others, and which the system
 * says is still open; else it has one made.
 */
final class PeerConnections {
    /** A connection that is still open after this long was not closed after its response. */
    private static final long KEPT = Duration.ofMillis(100).toNanos();

    private static final long RECENT = Duration.ofSeconds(1).toNanos();

    /** A peer that was restarted may have other habits. */
    private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final ArrayDeque<PooledConnection> waiting = new ArrayDeque<>();
    private boolean keeps;
    private long closesAfter = Long.MAX_VALUE;
    private long learntAt;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    PeerConnections(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    int size() {
        return waiting.size();
    }

    /** Adds one that had no stream to give and has one now. */
    void put(PooledConnection connection) {
        keeps |= connection.isReused();
        waiting.push(connection);
    }

    /**
     * The connection that was used last, to start one request on, if it may go out on one.
     *
     * @param isSafe whether it would do no harm to send the request twice
     */
    @Nullable PooledConnection take(boolean isSafe) {
        var found = isSafe ? lastUsed() : lastUsedAndSurelyOpen(nanoTime.getAsLong());
        if (found != null && found.freeStreams() == 1) {
            waiting.pop();
        }
        return found;
    }

    /** Forgets a connection that is closed. */
    void closed(PooledConnection connection, boolean byPeer) {
        if (!waiting.remove(connection) || !byPeer) {
            return;
        }
        long now = nanoTime.getAsLong();
        long idle = connection.idleNanos(now);
        keeps &= idle >= KEPT;
        if (idle < closesAfter || now - learntAt > REMEMBERED) {
            closesAfter = idle;
            learntAt = now;
        }
    }

    private @Nullable PooledConnection lastUsed() {
        var connection = waiting.peek();
        while (connection != null && connection.freeStreams() == 0) {
            waiting.pop();
            connection = waiting.peek();
        }
        return connection;
    }

    private @Nullable PooledConnection lastUsedAndSurelyOpen(long now) {
        var oldest = waiting.peekLast();
        if (oldest == null) {
            return null;
        }
        if (!keeps && oldest.idleNanos(now) >= KEPT && oldest.isStillOpen()) {
            keeps = true;
        }
        long most = RECENT;
        if (now - learntAt <= REMEMBERED) {
            most = Math.min(most, closesAfter / 2);
        }
        while (keeps && !waiting.isEmpty() && waiting.element().idleNanos(now) <= most) {
            var connection = waiting.element();
            if (connection.freeStreams() > 0 && connection.isStillOpen()) {
                return connection;
            }
            waiting.pop();
            connection.close();
        }
        return null;
    }
}
