package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.transport.BodySink;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Reads a body into memory, on the event loop, before its request is handled. A small one takes
 * memory for all of it when its first bytes have come, so that none has a part and waits for the
 * rest; a large one takes it as it comes. Where there is none, the client's bytes wait; where there
 * is none for too long, the request is handled with a body that says so.
 */
final class HeldBody implements BodySink, Runnable {
    private final ServerExchange exchange;
    private final ByteBudget.Charge charge;
    private final int weight;
    private final int expected;
    private final Consumer<Body> whole;

    /** What came before there was room for it. */
    private List<ByteBuf> early = List.of();

    private byte[] bytes = new byte[0];
    private int length;
    private int wanted;
    private boolean isWaiting;
    private boolean hasEnded;
    private boolean handed;

    /**
     * @param charge closed here if the body does not become complete
     * @param weight bytes of memory for each byte of the body
     * @param expected how long a small body says it is; negative for one that grows
     * @param whole called once there is a body, and never if the client breaks off before
     */
    HeldBody(
            ServerExchange exchange,
            ByteBudget.Charge charge,
            int weight,
            int expected,
            Consumer<Body> whole) {
        this.exchange = exchange;
        this.charge = charge;
        this.weight = weight;
        this.expected = expected;
        this.whole = whole;
    }

    @Override
    public void data(ByteBuf data) {
        if (handed) {
            data.release();
        } else if (isWaiting) {
            early.add(data);
        } else if (hasRoom(data.readableBytes())) {
            keep(data);
        } else {
            early = new ArrayList<>();
            early.add(data);
            isWaiting = true;
            exchange.pause();
            giveUpWhenDue();
        }
    }

    @Override
    public void end() {
        hasEnded = true;
        if (!isWaiting) {
            handWhole();
        }
    }

    /** The transport has answered the client, if it is still there. */
    @Override
    public void failed(TransportException cause) {
        if (!handed) {
            handed = true;
            forget();
            charge.close();
        }
    }

    /** There is room, or never will be. */
    @Override
    public void run() {
        exchange.eventLoop().execute(this::goOn);
    }

    private void goOn() {
        if (handed) {
            return;
        }
        isWaiting = false;
        if (charge.covers((long) wanted * weight)) {
            var waited = early;
            early = List.of();
            waited.forEach(this::data);
            if (hasEnded && !isWaiting) {
                handWhole();
            }
        } else {
            hand(UnheldBody.of());
        }
        if (!isWaiting) {
            exchange.resume();
        }
    }

    private void giveUpWhenDue() {
        long left = charge.patienceLeft();
        if (left > 0) {
            var _ = exchange.eventLoop().schedule(this::giveUpWhenDue, left, TimeUnit.NANOSECONDS);
        } else {
            charge.giveUp();
        }
    }

    private boolean hasRoom(int more) {
        if (length + more > bytes.length) {
            int grown = Math.max(length + more, 2 * length);
            wanted = expected < 0 ? grown : Math.max(expected, length + more);
            if (!charge.cover((long) wanted * weight, this)) {
                return false;
            }
            bytes = Arrays.copyOf(bytes, wanted);
        }
        return true;
    }

    private void keep(ByteBuf data) {
        int more = data.readableBytes();
        data.readBytes(bytes, length, more);
        data.release();
        length += more;
    }

    private void handWhole() {
        charge.complete();
        hand(Body.of(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
    }

    private void hand(Body body) {
        if (!handed) {
            handed = true;
            forget();
            whole.accept(body);
        }
    }

    private void forget() {
        bytes = new byte[0];
        early.forEach(ByteBuf::release);
        early = List.of();
    }
}
