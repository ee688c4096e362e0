package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.transport.BodySink;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a small body into memory, on the event loop, before its request is handled. It takes the
 * memory of what has come, not of what was announced: a client that announces much and sends little
 * costs little.
 */
final class HeldBody implements BodySink {
    private final Consumer<Body> whole;
    private byte[] bytes = new byte[0];
    private int length;

    /**
     * @param whole called when the body is complete, and never if it does not become so
     */
    HeldBody(Consumer<Body> whole) {
        this.whole = whole;
    }

    @Override
    public void data(ByteBuf data) {
        int more = data.readableBytes();
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * length));
        }
        data.readBytes(bytes, length, more);
        data.release();
        length += more;
    }

    @Override
    public void end() {
        whole.accept(Body.of(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
    }

    /** The transport has answered the client, if it is still there. */
    @Override
    public void failed(TransportException cause) {}
}
