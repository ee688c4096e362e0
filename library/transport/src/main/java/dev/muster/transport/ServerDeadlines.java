package dev.muster.transport;

import dev.muster.transport.loop.HalfOpen;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.loop.Outbound;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * How long a client may take for what it owes, in each state of its connection; asked once a tick.
 * Time in which we do not want bytes does not count.
 */
final class ServerDeadlines {
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Duration DRAINED_IDLE = Duration.ofSeconds(1);

    private final ListenerConfig config;
    private final Loop loop;
    private final Outbound out;
    private final HalfOpen half = new HalfOpen();
    private final BodyPace pace;
    private long since;

    ServerDeadlines(ListenerConfig config, Loop loop, Outbound out) {
        this.config = config;
        this.loop = loop;
        this.out = out;
        pace = new BodyPace(config);
    }

    /** The state has changed, or the first byte of a request has come, at {@code now}. */
    void restart(long now) {
        since = now;
    }

    /** When the state changed, or the first byte of a request came. */
    long since() {
        return since;
    }

    /** An exchange begins. */
    void exchangeBegins() {
        pace.restart();
    }

    /** The client sends no more. */
    void halfClosed() {
        half.begin(loop.now(), out.sent());
    }

    boolean isHalfClosed() {
        return half.hasBegun();
    }

    /**
     * Between requests, or within the head of one.
     *
     * @param isWithin whether a part of the head has come
     */
    @Nullable Overdue inHead(long now, boolean isWithin, boolean isDrained) {
        if (pace.isSentTooSlowly(now, out)) {
            return Overdue.RESPONSE;
        }
        if (isWithin) {
            return loop.isOver(since, config.headerDeadline()) ? Overdue.HEAD : null;
        }
        if (out.pending() > 0) {
            // The client is idle once it has taken what it asked for.
            since = now;
            return null;
        }
        var idle = isDrained ? DRAINED_IDLE : config.idleTimeout();
        return loop.isOver(since, idle) ? Overdue.UNTOLD : null;
    }

    /**
     * While an exchange runs.
     *
     * @param isComing whether the client owes bytes of its request's body, of which {@code
     *     received} have come
     * @param isWaitedFor whether the exchange has memory that others wait for
     */
    @Nullable Overdue inExchange(long now, boolean isComing, boolean isWaitedFor, long received) {
        var tooSlow = pace.tooSlow(now, isComing, isWaitedFor, received, out);
        if (tooSlow != null) {
            return tooSlow;
        }
        if (half.isOver(loop, out)) {
            return Overdue.UNTOLD;
        }
        return pace.isSentTooSlowly(now, out) ? Overdue.RESPONSE : null;
    }

    /** All has been said: the client is given time to hear it. */
    @Nullable Overdue whenClosing(long now) {
        if (out.pending() > 0) {
            since = now;
            return pace.isSentTooSlowly(now, out) ? Overdue.RESPONSE : null;
        }
        return loop.isOver(since, LINGER) ? Overdue.UNTOLD : null;
    }
}
