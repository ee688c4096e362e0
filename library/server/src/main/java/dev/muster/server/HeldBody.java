package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.transport.BodySink;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a small body into memory, on the event loop, before its request is handled. It takes the
 * memory of what has come, not of what was announced: a client that announces much and sends little
 * costs little. Where there is no memory left, the request is handled with a body that says so.
 */
final class HeldBody implements BodySink {
    private final ByteBudget.Charge charge;
    private final int weight;
    private final Consumer<Body> whole;
    private byte[] bytes = new byte[0];
    private int length;
    private boolean handed;

    /**
     * @param charge closed here if the body does not become complete
     * @param weight bytes of memory for each byte of the body
     * @param whole called once there is a body, and never if the client breaks off before
     */
    HeldBody(ByteBudget.Charge charge, int weight, Consumer<Body> whole) {
        this.charge = charge;
        this.weight = weight;
        this.whole = whole;
    }

    @Override
    public void data(ByteBuf data) {
        int more = data.readableBytes();
        if (handed || !makeRoom(more)) {
            data.release();
            hand(UnheldBody.of());
            return;
        }
        data.readBytes(bytes, length, more);
        data.release();
        length += more;
    }

    @Override
    public void end() {
        hand(Body.of(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
    }

    /** The transport has answered the client, if it is still there. */
    @Override
    public void failed(TransportException cause) {
        if (!handed) {
            handed = true;
            charge.close();
        }
    }

    private boolean makeRoom(int more) {
        if (length + more <= bytes.length) {
            return true;
        }
        int size = Math.max(length + more, 2 * length);
        if (!charge.cover((long) size * weight)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    private void hand(Body body) {
        if (!handed) {
            handed = true;
            bytes = new byte[0];
            whole.accept(body);
        }
    }
}
