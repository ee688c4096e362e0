package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Outbound;
import dev.muster.transport.wire.HeadRules;
import dev.muster.transport.wire.HeadWriter;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/** A request on its way; deaf and mute once it is over. */
final class ClientCall implements ClientExchange, Outbound.Head {
    /** The connection that carries the request. */
    interface Carrier {
        Outbound out();

        /** Whether it has carried another before. */
        boolean isReused();

        boolean isWritable();

        /** Reads on from what has arrived, as far as the exchange wants it. */
        void process();

        /** The request has been sent: the time of the response begins. */
        void requestEnded();

        /** The exchange was given up: nothing that comes can be told apart from its answer. */
        void cancel();
    }

    private final InetSocketAddress peer;
    private final int usualPort;
    private final RequestHead request;
    private final ResponseSink sink;

    /** What was sent before there was a connection to send it on. */
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);

    private @Nullable Carrier connection;
    private @Nullable Runnable onWritable;
    private boolean paused;
    private boolean ended;
    private boolean hasBody;
    private boolean headReceived;
    private boolean over;

    /**
     * @param usualPort the one that {@code Host} does not name
     */
    ClientCall(
            EventLoop loop,
            InetSocketAddress peer,
            int usualPort,
            RequestHead request,
            ResponseSink sink) {
        this.peer = peer;
        this.usualPort = usualPort;
        this.request = request;
        this.sink = sink;
        if (!HeadRules.isToken(request.method())) {
            throw new IllegalArgumentException("the request method cannot be sent");
        }
        if (!HeadRules.isTarget(request.target())) {
            throw new IllegalArgumentException("the request target cannot be sent");
        }
    }

    @Override
    public void data(ByteBuf data) {
        hasBody |= data.isReadable();
        if (over || ended) {
            data.release();
        } else if (connection == null) {
            early.add(data);
        } else if (!connection.out().data(data)) {
            fail(Kind.CANCELLED, "the body is longer than its Content-Length");
        }
    }

    @Override
    public void end() {
        if (over || ended) {
            return;
        }
        ended = true;
        if (connection != null) {
            endOn(connection);
        }
    }

    @Override
    public void failed(TransportException cause) {
        if (over) {
            return;
        }
        finish();
        if (connection != null) {
            connection.cancel();
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        if (connection != null && !over) {
            connection.process();
        }
    }

    @Override
    public boolean isWritable() {
        return !over && connection != null && connection.isWritable();
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public long write(HeadWriter writer, boolean empty) {
        return writer.request(
                request.method(), request.target(), request.fields(), authority(), empty);
    }

    /** Sends on {@code newConnection} what there is to send. */
    void connected(Carrier newConnection) {
        connection = newConnection;
        connection.out().begin(this);
        while (!early.isEmpty() && !over) {
            if (!connection.out().data(early.remove())) {
                fail(Kind.CANCELLED, "the body is longer than its Content-Length");
                return;
            }
        }
        if (ended) {
            endOn(newConnection);
        } else {
            becameWritable();
        }
    }

    boolean isOver() {
        return over;
    }

    /** Whether the request has been sent whole. */
    boolean isEnded() {
        return ended;
    }

    boolean hasBody() {
        return hasBody;
    }

    /** Whether executing the request changes nothing (RFC 9110, section 9.2.1). */
    boolean isSafe() {
        return isToHead() || request.method().equals("GET") || request.method().equals("OPTIONS");
    }

    boolean isPaused() {
        return paused;
    }

    boolean isToHead() {
        return request.method().equals("HEAD");
    }

    boolean hasHead() {
        return headReceived;
    }

    void head(ResponseHead response) {
        headReceived = true;
        sink.head(response);
    }

    void bodyData(ByteBuf data) {
        sink.data(data);
    }

    void complete() {
        finish();
        sink.end();
    }

    /** The exchange fails for a reason other than its caller's will. */
    void fail(Kind kind, String message) {
        if (over) {
            return;
        }
        finish();
        boolean reused = connection != null && connection.isReused();
        if (connection != null) {
            connection.cancel();
        }
        sink.failed(new TransportException(kind, message, reused));
    }

    void becameWritable() {
        if (onWritable != null) {
            onWritable.run();
        }
    }

    private void endOn(Carrier sending) {
        if (!sending.out().end()) {
            fail(Kind.CANCELLED, "the body is shorter than its Content-Length");
        } else {
            sending.requestEnded();
        }
    }

    private void finish() {
        over = true;
        while (!early.isEmpty()) {
            early.remove().release();
        }
    }

    private String authority() {
        var address = peer.getHostString();
        var host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        return peer.getPort() == usualPort ? host : host + ":" + peer.getPort();
    }
}
