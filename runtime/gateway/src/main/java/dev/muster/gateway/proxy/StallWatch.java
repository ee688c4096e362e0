package dev.muster.gateway.proxy;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The requests of one event loop that wait for the head of a response, looked through twenty times
 * a second while there are any, for attempts that have stalled and routes' deadlines: a timer per
 * request would cost more than forwarding it does.
 */
final class StallWatch {
    /** A request that waits. */
    interface Waiting {
        /** Where it is kept; {@link #NOWHERE} at first. */
        int place();

        void place(int at);

        /** Whether the time that the route gives the service is over. */
        boolean isOverdue(long now);

        /** It is overdue. */
        void expired();

        /** Whether the wait for an answer is longer than this service usually takes. */
        boolean hasStalled(long now);

        /** It has stalled. */
        void stalled();
    }

    static final int NOWHERE = -1;
    private static final long TICK_MILLIS = 50;

    private final EventLoop eventLoop;
    private final LongSupplier nanoTime;
    private final ArrayList<Waiting> waiting = new ArrayList<>();
    private @Nullable ScheduledFuture<?> tick;

    StallWatch(EventLoop eventLoop, LongSupplier nanoTime) {
        this.eventLoop = eventLoop;
        this.nanoTime = nanoTime;
    }

    void add(Waiting exchange) {
        if (exchange.place() != NOWHERE) {
            return;
        }
        exchange.place(waiting.size());
        waiting.add(exchange);
        if (tick == null) {
            tick =
                    eventLoop.scheduleAtFixedRate(
                            this::sweep, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void remove(Waiting exchange) {
        int place = exchange.place();
        if (place == NOWHERE) {
            return;
        }
        exchange.place(NOWHERE);
        var last = waiting.removeLast();
        if (place < waiting.size()) {
            waiting.set(place, last);
            last.place(place);
        }
    }

    /** Backwards, because what ends leaves the list and its place is filled from the end. */
    private void sweep() {
        if (waiting.isEmpty() && tick != null) {
            tick.cancel(false);
            tick = null;
            return;
        }
        long now = nanoTime.getAsLong();
        for (int i = waiting.size() - 1; i >= 0; i--) {
            if (i < waiting.size()) {
                look(waiting.get(i), now);
            }
        }
    }

    private static void look(Waiting exchange, long now) {
        if (exchange.isOverdue(now)) {
            exchange.expired();
        } else if (exchange.hasStalled(now)) {
            exchange.stalled();
        }
    }
}
