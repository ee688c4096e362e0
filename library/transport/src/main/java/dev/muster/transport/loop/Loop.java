package dev.muster.transport.loop;

import dev.muster.http.HttpDate;
import dev.muster.transport.wire.HeadParser;
import dev.muster.transport.wire.HeadWriter;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the connections of one event loop share, so that none of it is paid for per request: a clock
 * that ticks, the watch over deadlines, the current {@code Date} and scratch memory. Everything
 * happens on the loop.
 *
 * <p>Deadlines are checked by one sweep over all connections per tick. A timer per request would
 * cost more than all of its parsing; a coarse clock costs one field read.
 */
public final class Loop {
    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final System.Logger LOGGER = System.getLogger(Loop.class.getPackageName());

    /** A connection whose deadlines are checked. */
    public interface Watched {
        /** Fails or closes what is overdue at {@code now}. */
        void check(long now);

        /** Where the watch keeps this connection. */
        int place();

        void place(int place);
    }

    /** What gathers bytes to be sent. */
    interface Flushed {
        void flushIfNeeded();
    }

    private final EventLoop eventLoop;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final ArrayList<Watched> watched = new ArrayList<>();
    private final HeadParser parser = new HeadParser();
    private final HeadWriter writer = new HeadWriter();
    private final ByteBuffer oneByte = ByteBuffer.allocateDirect(1);
    private final ArrayList<Flushed> unflushed = new ArrayList<>();
    private long now;
    private boolean burst;
    private boolean flushScheduled;
    private long dateSecond = -1;
    private final Runnable flushAll = this::flushAll;
    private @Nullable ScheduledFuture<?> tick;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param clock says the {@code Date} of responses
     */
    public Loop(EventLoop eventLoop, LongSupplier nanoTime, InstantSource clock) {
        this.eventLoop = eventLoop;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.now = nanoTime.getAsLong();
    }

    public EventLoop eventLoop() {
        return eventLoop;
    }

    public HeadParser parser() {
        return parser;
    }

    HeadWriter writer() {
        return writer;
    }

    /**
     * What a socket has to read, past its event loop, between the events.
     *
     * @return 0 for nothing, though it is open; more than 0 if a byte has come, which is lost by
     *     this; less than 0 if it is closed, as far as the system knows by now
     */
    public int look(SocketChannel channel) {
        try {
            return switch (channel) {
                case UnixChannel unix -> unix.fd().read(oneByte.clear(), 0, 1);
                case PortableChannel portable -> portable.look(oneByte.clear());
                default -> 0;
            };
        } catch (IOException e) {
            return -1;
        }
    }

    /** Monotonic nanoseconds, read anew. */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Monotonic nanoseconds, up to one tick old. */
    public long now() {
        return now;
    }

    /** Whether {@code timeout} has passed since {@code since}; never told early. */
    public boolean isOver(long since, Duration timeout) {
        return now - since > timeout.toNanos() + TICK_NANOS;
    }

    /** Tells of what a peer cannot have caused: a fault in this process. */
    public void report(String what, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOGGER.log(System.Logger.Level.WARNING, what, cause);
        }
    }

    /** Whether the bytes of one read of a socket are being handled. */
    boolean isInBurst() {
        return burst;
    }

    public void beginBurst() {
        burst = true;
    }

    /** Sends what the burst has made every connection of this loop write. */
    public void endBurst() {
        burst = false;
        flushAll();
    }

    /** Flushes {@code outbound} at the end of the burst, or after what the loop does now. */
    void flushSoon(Flushed outbound) {
        unflushed.add(outbound);
        if (!burst && !flushScheduled) {
            flushScheduled = true;
            eventLoop.execute(flushAll);
        }
    }

    private void flushAll() {
        flushScheduled = false;
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flushIfNeeded();
        }
        unflushed.clear();
    }

    public void watch(Watched connection) {
        if (watched.isEmpty()) {
            tick();
        }
        connection.place(watched.size());
        watched.add(connection);
        if (tick == null) {
            tick =
                    eventLoop.scheduleAtFixedRate(
                            this::sweep, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    public void forget(Watched connection) {
        var last = watched.removeLast();
        if (connection.place() < watched.size()) {
            watched.set(connection.place(), last);
            last.place(connection.place());
        }
    }

    /**
     * From the end to the start, because a check may remove connections, whose places are then
     * filled from the end: none is missed, one may be checked twice.
     */
    private void sweep() {
        tick();
        for (int i = watched.size() - 1; i >= 0; i--) {
            if (i < watched.size()) {
                watched.get(i).check(now);
            }
        }
        if (watched.isEmpty() && tick != null) {
            tick.cancel(false);
            tick = null;
        }
    }

    private void tick() {
        now = nanoTime.getAsLong();
        var second = clock.millis() / 1000;
        if (second != dateSecond) {
            dateSecond = second;
            writer.date(HttpDate.of(second));
        }
    }
}
