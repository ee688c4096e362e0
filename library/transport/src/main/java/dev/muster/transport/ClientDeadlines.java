package dev.muster.transport;

import dev.muster.transport.loop.Loop;

import org.jspecify.annotations.Nullable;

/**
 * How long a peer may take for what it owes, and be left unused; asked once a tick. Time in which
 * we do not want bytes does not count.
 */
final class ClientDeadlines {
    private final PoolConfig config;
    private final Loop loop;
    private long since;
    private long sentBefore;

    ClientDeadlines(PoolConfig config, Loop loop) {
        this.config = config;
        this.loop = loop;
    }

    /** Something has moved, or another part of the exchange begins. */
    void restart() {
        since = loop.now();
    }

    /**
     * Whether no exchange has run for longer than we keep the connection.
     *
     * @param longestIdle how long the peer keeps it, in nanoseconds
     */
    boolean isUnused(long now, long longestIdle) {
        return now - since > longestIdle || loop.isOver(since, config.idleTimeout());
    }

    /**
     * What the peer took too long for, in a few words; null if nothing. Takes note of what has
     * moved since: called once a tick.
     */
    @Nullable String late(long now, ClientCall running, RequestWriter requests) {
        if (requests.pending() > 0) {
            if (requests.sent() != sentBefore) {
                sentBefore = requests.sent();
                since = now;
            }
            return loop.isOver(since, config.bodyTimeout())
                    ? "the peer takes no more of the request"
                    : null;
        }
        boolean isSending = !running.isEnded() && !running.hasHead();
        if (isSending || running.isPaused() || requests.isHandedOver()) {
            since = now;
            return null;
        }
        if (running.hasHead()) {
            return loop.isOver(since, config.bodyTimeout())
                    ? "the body of the response came to rest"
                    : null;
        }
        return loop.isOver(since, config.headTimeout())
                ? "no response within " + config.headTimeout()
                : null;
    }
}
