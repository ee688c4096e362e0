package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.wire.HeadRules;
import dev.muster.transport.wire.TrailerRules;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/** A request on its way; deaf and mute once it is over. */
final class ClientCall implements ClientExchange {
    private final InetSocketAddress peer;
    private final int usualPort;
    private final RequestHead request;
    private final ResponseSink sink;

    /** What was sent before there was a stream to send it on. */
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(0);

    private @Nullable ClientStream stream;
    private @Nullable FlatHeaders trailers;
    private @Nullable Runnable onWritable;
    private boolean paused;
    private boolean ended;
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
        if (over || ended) {
            data.release();
        } else if (stream == null) {
            early.add(data);
        } else if (!stream.data(data)) {
            fail(Kind.CANCELLED, "the body is longer than its Content-Length");
        }
    }

    @Override
    public void trailers(FlatHeaders newTrailers) {
        TrailerRules.requireAllowed(newTrailers);
        trailers = newTrailers;
    }

    @Override
    public void end() {
        if (over || ended) {
            return;
        }
        ended = true;
        if (stream != null) {
            endOn(stream);
        }
    }

    @Override
    public void failed(TransportException cause) {
        if (over) {
            return;
        }
        finish();
        if (stream != null) {
            stream.cancel();
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        if (stream != null && !over) {
            stream.resume();
        }
    }

    @Override
    public boolean isWritable() {
        return !over && stream != null && stream.isWritable();
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    /** Sends on {@code newStream} what there is to send. */
    void start(ClientStream newStream) {
        stream = newStream;
        stream.head(request, authority());
        while (!early.isEmpty() && !over) {
            if (!stream.data(early.remove())) {
                fail(Kind.CANCELLED, "the body is longer than its Content-Length");
                return;
            }
        }
        if (ended) {
            endOn(newStream);
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

    /**
     * Whether the peer may answer that it speaks {@code protocol} from here on, as long as nothing
     * was sent behind the head.
     */
    boolean hasOffered(String protocol) {
        return ended && request.fields().lists("upgrade", protocol);
    }

    /** The peer speaks another protocol from here on, which {@code response} tells. */
    void handOver(ResponseHead response) {
        ended = false;
        head(response);
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

    void complete(@Nullable FlatHeaders received) {
        finish();
        if (received != null) {
            sink.trailers(received);
        }
        sink.end();
    }

    /** The exchange fails for a reason other than its caller's will. */
    void fail(Kind kind, String message) {
        if (over) {
            return;
        }
        finish();
        boolean reused = stream != null && stream.isReused();
        if (stream != null) {
            stream.cancel();
        }
        sink.failed(new TransportException(kind, message, reused));
    }

    void becameWritable() {
        if (onWritable != null) {
            onWritable.run();
        }
    }

    private void endOn(ClientStream sending) {
        if (!sending.end(trailers)) {
            fail(Kind.CANCELLED, "the body is shorter than its Content-Length");
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
