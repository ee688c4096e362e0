package dev.muster.transport;

import dev.muster.transport.HeadWriter.ResponseTerms;
import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/** An exchange on a {@link ServerConnection}; deaf and mute once it is over. */
final class ServerCall implements ServerExchange, Outbound.Head {
    private final ServerConnection connection;
    private final HttpRequest request;
    private final boolean hasBody;
    private HttpResponseStatus status = HttpResponseStatus.OK;
    private @Nullable FlatHeaders headers;
    private @Nullable BodySink sink;
    private @Nullable Runnable onWritable;
    private @Nullable Runnable onAbandoned;
    private boolean bodyOver;
    private boolean paused;
    private boolean answered;
    private boolean over;

    ServerCall(ServerConnection connection, HttpRequest request, boolean hasBody) {
        this.connection = connection;
        this.request = request;
        this.hasBody = hasBody;
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public boolean hasBody() {
        return hasBody;
    }

    @Override
    public EventLoop eventLoop() {
        return connection.loop().eventLoop();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public void receive(BodySink newSink) {
        if (sink != null) {
            throw new IllegalStateException("the body is being received");
        }
        if (over || answered) {
            newSink.failed(new TransportException(Kind.CANCELLED, "the exchange is over"));
            return;
        }
        sink = newSink;
        if (hasBody) {
            connection.receive();
        } else {
            bodyEnd();
        }
    }

    @Override
    public void respond(HttpResponseStatus newStatus, HttpHeaders newHeaders) {
        if (over || answered) {
            return;
        }
        if (headers != null) {
            throw new IllegalStateException("the exchange has been responded to");
        }
        if (newStatus.code() < 200) {
            throw new IllegalArgumentException("an interim response is the transport's to send");
        }
        status = newStatus;
        headers = FlatHeaders.from(newHeaders);
        connection.out().begin(this);
    }

    @Override
    public void data(ByteBuf data) {
        if (!isOpen()) {
            data.release();
        } else if (!connection.out().data(data)) {
            connection.abort();
        }
    }

    @Override
    public void end() {
        if (!isOpen()) {
            return;
        }
        if (!connection.out().end()) {
            connection.abort();
            return;
        }
        answered = true;
        connection.process();
    }

    @Override
    public void failed(TransportException cause) {
        if (over || answered) {
            return;
        }
        over = true;
        if (headers != null) {
            connection.abort();
        } else {
            connection.refuse(new BadMessage(500, "The request could not be answered."));
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        if (!over) {
            connection.process();
        }
    }

    @Override
    public boolean isWritable() {
        return !over && connection.isWritable();
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void onAbandoned(Runnable action) {
        onAbandoned = action;
        if (over && !answered) {
            action.run();
        }
    }

    @Override
    public long write(HeadWriter writer, boolean empty) {
        var terms =
                new ResponseTerms(
                        request.method().equals(HttpMethod.HEAD),
                        request.protocolVersion().equals(HttpVersion.HTTP_1_0),
                        connection.persists());
        long framing = writer.response(status, present(headers), empty, terms);
        if (!writer.isPersistent()) {
            connection.closeAfterwards();
        }
        return framing;
    }

    /** Whether the response has begun. */
    boolean isResponding() {
        return headers != null;
    }

    /** Whether the response is complete. */
    boolean isAnswered() {
        return answered;
    }

    boolean wantsBody() {
        return sink != null && !paused;
    }

    void bodyData(ByteBuf data) {
        present(sink).data(data);
    }

    void bodyEnd() {
        bodyOver = true;
        present(sink).end();
    }

    void becameWritable() {
        if (onWritable != null) {
            onWritable.run();
        }
    }

    /** Ends the exchange before its response is complete. */
    void abandon(TransportException cause) {
        if (over) {
            return;
        }
        over = true;
        if (sink != null && !bodyOver) {
            sink.failed(cause);
        }
        if (onAbandoned != null && !answered) {
            onAbandoned.run();
        }
    }

    private boolean isOpen() {
        if (over || answered) {
            return false;
        }
        if (headers == null) {
            throw new IllegalStateException("the response has no head yet");
        }
        return true;
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("called out of turn");
        }
        return value;
    }
}
