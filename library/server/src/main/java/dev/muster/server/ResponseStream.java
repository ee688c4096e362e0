package dev.muster.server;

import dev.muster.http.MediaType;
import dev.muster.transport.BodySink;
import dev.muster.transport.BodyWriter;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A response's body while a handler's thread writes it. What fits into {@link #WHOLE} bytes is sent
 * in one go, with its length; past that, or with the first {@link #flush}, the head goes out and
 * the client's pace holds the writer back.
 */
final class ResponseStream extends OutputStream {
    static final int WHOLE = 16 << 10;

    private final RunningExchange running;
    private final ServerExchange exchange;
    private final int status;
    private final FlatHeaders headers;
    private byte[] first = new byte[1 << 10];
    private int size;
    private @Nullable BodyWriter writer;
    private volatile boolean unwanted;

    ResponseStream(RunningExchange running, int status, FlatHeaders headers) {
        this.running = running;
        this.exchange = running.exchange();
        this.status = status;
        this.headers = headers;
    }

    boolean isHeadSent() {
        return writer != null;
    }

    /** Whether nobody waits for it any more. */
    boolean isUnwanted() {
        return unwanted;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (writer != null) {
            writer.write(bytes, offset, count);
        } else if (size + count > WHOLE) {
            sendHead().write(bytes, offset, count);
        } else {
            if (size + count > first.length) {
                first = Arrays.copyOf(first, Math.max(size + count, 2 * size));
            }
            System.arraycopy(bytes, offset, first, size, count);
            size += count;
        }
    }

    @Override
    public void flush() throws IOException {
        (writer == null ? sendHead() : writer).flush();
    }

    /** Sends what is left and completes the response. */
    void end() throws IOException {
        if (writer != null) {
            writer.close();
            return;
        }
        if (!headers.contains("Content-Length")) {
            headers.add("Content-Length", Integer.toString(size));
        }
        running.onLoop(
                () -> {
                    running.respond(status, headers);
                    if (size > 0) {
                        exchange.data(Unpooled.wrappedBuffer(first, 0, size));
                    }
                    running.end();
                });
    }

    /** Cuts the connection, because the rest of the body will not come. */
    void cut() {
        running.onLoop(() -> running.fail("its body failed"));
    }

    private void abandon(BodyWriter rest) {
        unwanted = true;
        rest.fail(new TransportException(TransportException.Kind.CANCELLED, running.goneBecause()));
    }

    private BodyWriter sendHead() throws IOException {
        var rest = new BodyWriter(exchange.eventLoop(), sink(), exchange);
        writer = rest;
        running.whenGone(() -> abandon(rest));
        running.onLoop(this::respond);
        rest.write(first, 0, size);
        first = new byte[0];
        return rest;
    }

    private void respond() {
        running.respond(status, headers);
        var type = headers.get("content-type");
        if (type != null && MediaType.isOfEvents(type)) {
            exchange.onDraining(running::endEarly);
        }
    }

    /** The exchange, but for its end, which is the end of all. */
    private BodySink sink() {
        return new BodySink() {
            @Override
            public void data(ByteBuf data) {
                exchange.data(data);
            }

            @Override
            public void end() {
                running.end();
            }

            @Override
            public void failed(TransportException cause) {
                running.fail(cause.reason());
            }
        };
    }
}
