package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Inbound;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.loop.Outbound;
import dev.muster.transport.loop.PortableChannel;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.BodyDecoder;
import dev.muster.transport.wire.HeadParser;
import dev.muster.transport.wire.HeadWriter;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;

import javax.net.ssl.SSLException;

/**
 * A connection to a peer that speaks HTTP/1.1: one exchange after the other, so that it is the
 * stream of each in its turn. It is used again only when nothing about the exchange before was in
 * doubt.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter
        implements PooledConnection, ClientStream, Outbound.Head, Loop.Watched {
    private static final int MAX_INTERIMS = 32;

    private final Owner pool;
    private final Loop loop;
    private final SocketChannel channel;
    private final InetSocketAddress peer;
    private final Inbound in;
    private final Outbound out;
    private final BodyDecoder body = new BodyDecoder();
    private @Nullable ClientCall call;

    /** The head that is about to be written, and the authority that it goes to. */
    private @Nullable RequestHead sending;

    private String sendingTo = "";

    /** The head announced a body, be it an empty one in chunks. */
    private boolean sentBody;

    private boolean watched;
    private boolean closed;
    private boolean closedByPeer;

    /** The connection ended without the end of TLS, which anybody on the way can bring about. */
    private boolean truncated;

    /** The peer speaks another protocol from here on. */
    private boolean handedOver;

    private boolean reused;
    private boolean persistent;
    private boolean staysInStep;
    private boolean processing;
    private int searched;
    private int interims;
    private long since;
    private long releasedAt;
    private long longestIdle;
    private long sentBefore;
    private int place;

    ClientConnection(Owner pool, SocketChannel channel, InetSocketAddress peer, ClientCall first) {
        this.pool = pool;
        this.loop = pool.loop();
        this.channel = channel;
        this.peer = peer;
        this.call = first;
        in = new Inbound(channel);
        out = new Outbound(loop, channel, pool.isSecure());
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public void head(RequestHead head, String authority) {
        sending = head;
        sendingTo = authority;
        out.begin(this);
    }

    @Override
    public long write(HeadWriter writer, boolean empty) {
        var head = Objects.requireNonNull(sending);
        sending = null;
        long framing =
                writer.request(head.method(), head.target(), head.fields(), sendingTo, empty);
        sentBody = framing != 0;
        return framing;
    }

    @Override
    public boolean data(ByteBuf data) {
        return out.data(data);
    }

    @Override
    public boolean end(@Nullable FlatHeaders trailers) {
        since = loop.now();
        boolean isWhole = out.end(trailers);
        if (handedOver) {
            out.shutDownWhenSent();
        }
        return isWhole;
    }

    @Override
    public boolean isReused() {
        return reused;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public int freeStreams() {
        return call == null && !closed && channel.isActive() ? 1 : 0;
    }

    @Override
    public boolean isIdle() {
        return call == null;
    }

    @Override
    public long idleNanos(long now) {
        return now - releasedAt;
    }

    /**
     * Whether the system says so: the peer's closing may have arrived and wait for the event loop's
     * next turn. To be asked between exchanges; whatever can be read then makes it unusable. Below
     * TLS that may be no more than a ticket for its next connection.
     */
    @Override
    public boolean isStillOpen() {
        int found = look();
        if (found > 0) {
            // What follows would be read without its first byte.
            close();
        }
        return found == 0;
    }

    private int look() {
        var one = loop.oneByte();
        try {
            return switch (channel) {
                case UnixChannel unix -> unix.fd().read(one, 0, 1);
                case PortableChannel portable -> portable.look(one);
                default -> 0;
            };
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void start(ClientCall started) {
        reused = true;
        begin(started);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        watched = true;
        loop.watch(this);
        pool.opened(this);
        var first = call;
        if (first == null || first.isOver()) {
            close();
        } else {
            begin(first);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        loop.beginBurst();
        var bytes = (ByteBuf) message;
        if (call == null) {
            // What nobody asked for would be taken for the answer to the next request.
            bytes.release();
            close();
            return;
        }
        if (call.hasHead()) {
            since = loop.now();
        }
        in.add(bytes);
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        loop.endBurst();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (call != null && isWritable()) {
            call.becameWritable();
        }
    }

    /** Hears how TLS ends, where there is TLS: its end is the peer's, whatever TCP does then. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslCloseCompletionEvent end) || closed) {
            return;
        }
        truncated = !end.isSuccess();
        if (!truncated) {
            closed = true;
            closedByPeer = true;
            var _ = channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!watched) {
            return;
        }
        watched = false;
        closedByPeer |= !closed;
        closed = true;
        loop.forget(this);
        pool.closed(this, closedByPeer);
        out.release();
        if (call == null) {
            in.release();
        } else {
            process();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException tls) {
            var answering = call != null && call.hasHead();
            fail(
                    answering ? Kind.CLOSED_WITHIN_RESPONSE : Kind.CLOSED_BEFORE_RESPONSE,
                    "TLS failed: " + tls.getMessage());
        } else {
            loop.report("Handling a response failed.", cause);
        }
        closed = true;
        var _ = channel.close();
    }

    @Override
    public void resume() {
        process();
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (step()) {}
        } catch (BadMessage refused) {
            fail(Kind.MALFORMED, "the response is malformed: " + refused.detail());
        } finally {
            processing = false;
        }
        in.trim();
        if (!closed) {
            in.read(in.isEmpty() || call == null || !call.isPaused());
        }
    }

    @Override
    public void cancel() {
        call = null;
        close();
    }

    @Override
    public void close() {
        closed = true;
        in.release();
        var _ = channel.close();
    }

    @Override
    public void check(long now) {
        var running = call;
        var config = pool.config();
        if (running == null) {
            if (now - since > longestIdle || loop.isOver(since, config.idleTimeout())) {
                close();
            }
            return;
        }
        if (out.pending() > 0) {
            if (out.sent() != sentBefore) {
                sentBefore = out.sent();
                since = now;
            } else if (loop.isOver(since, config.bodyTimeout())) {
                fail(Kind.TIMEOUT, "the peer takes no more of the request");
            }
        } else if (handedOver || running.isPaused() || (!running.isEnded() && !running.hasHead())) {
            since = now;
        } else if (loop.isOver(
                since, running.hasHead() ? config.bodyTimeout() : config.headTimeout())) {
            fail(
                    Kind.TIMEOUT,
                    running.hasHead()
                            ? "the body of the response came to rest"
                            : "no response within " + config.headTimeout());
        }
    }

    @Override
    public int place() {
        return place;
    }

    @Override
    public void place(int newPlace) {
        place = newPlace;
    }

    private void begin(ClientCall started) {
        call = started;
        since = loop.now();
        searched = 0;
        interims = 0;
        sentBody = false;
        persistent = false;
        body.startEmpty();
        started.start(this);
    }

    private boolean step() throws BadMessage {
        var running = call;
        if (running == null) {
            return false;
        }
        if (!running.hasHead()) {
            return readHead(running) || failIfClosed(running);
        }
        if (running.isPaused()) {
            return false;
        }
        var piece = body.next(in.bytes());
        if (piece != null) {
            running.bodyData(piece);
            return true;
        }
        if (body.isComplete() || (body.isUntilClose() && closedByPeer && !truncated)) {
            complete(running);
            return false;
        }
        return failIfClosed(running);
    }

    private boolean readHead(ClientCall running) throws BadMessage {
        var bytes = in.bytes();
        if (!bytes.isReadable()) {
            return false;
        }
        var parser = loop.parser();
        int length = parser.find(bytes, searched, pool.limits());
        if (length == 0) {
            searched = bytes.readableBytes();
            return false;
        }
        parser.readResponse(length, pool.limits());
        bytes.skipBytes(length);
        searched = 0;
        int status = parser.status();
        if (status == 101) {
            handOver(running, ResponseHead.of(parser));
        } else if (status < 200) {
            interims++;
            if (interims > MAX_INTERIMS) {
                throw new BadMessage(502, "it never comes to its final head");
            }
        } else {
            since = loop.now();
            startBody(running, parser);
            running.head(ResponseHead.of(parser));
        }
        return true;
    }

    private void handOver(ClientCall running, ResponseHead head) throws BadMessage {
        var protocol = head.fields().get("upgrade");
        if (protocol == null || sentBody || !running.hasOffered(protocol)) {
            throw new BadMessage(502, "it changes to a protocol nobody asked for");
        }
        handedOver = true;
        persistent = false;
        body.startUntilClose();
        out.handOver();
        running.handOver(head);
    }

    /** RFC 9112, section 6.3, without what it allows for the sake of old senders. */
    private void startBody(ClientCall running, HeadParser head) throws BadMessage {
        int status = head.status();
        if (head.contentLengths() > 0
                && (head.contentLengths() > 1
                        || head.contentLength() < 0
                        || head.transferEncodings() > 0)) {
            throw new BadMessage(502, "its length is ambiguous");
        }
        boolean coded = head.transferEncodings() > 0;
        if (coded && (!head.isChunked() || head.isHttp10())) {
            throw new BadMessage(502, "its Transfer-Encoding cannot be relied on");
        }
        persistent = head.isPersistent();
        staysInStep = head.isKeptAlive();
        longestIdle = head.keepAliveNanos();
        if (running.isToHead() || status == 204 || status == 304) {
            body.startEmpty();
        } else if (head.isChunked()) {
            // What is wrong behind an answer is no reason to lose it.
            body.startChunked(pool.limits(), false);
        } else if (head.contentLengths() == 1) {
            body.startLength(head.contentLength());
        } else {
            body.startUntilClose();
            persistent = false;
        }
    }

    /**
     * Whether nothing of the exchange is left on its way. A peer that answers without reading the
     * request's body may take that for its next request, whose answer the next caller would get:
     * nobody can see whether it has read, so after a body the connection is used again only where
     * the peer says in so many words that it keeps it.
     */
    private boolean isInStep(ClientCall completed) {
        return completed.isEnded()
                && in.isEmpty()
                && (!sentBody || (staysInStep && out.pending() == 0));
    }

    /**
     * The connection is given back before the caller hears of the end, which is when it is likely
     * to send its next request.
     */
    private void complete(ClientCall completed) {
        boolean usable = persistent && !closed && isInStep(completed);
        var trailers = body.hasTrailers() ? FlatHeaders.ofChecked(body.trailers()) : null;
        call = null;
        in.trim();
        if (usable) {
            since = loop.now();
            releasedAt = loop.nanoTime();
            pool.available(this);
        } else {
            close();
        }
        completed.complete(trailers);
    }

    private boolean failIfClosed(ClientCall running) {
        if (closed) {
            boolean answering = running.hasHead() || !in.isEmpty();
            fail(
                    answering ? Kind.CLOSED_WITHIN_RESPONSE : Kind.CLOSED_BEFORE_RESPONSE,
                    answering
                            ? "the peer closed the connection within its response"
                            : "the peer closed the connection before it responded");
        }
        return false;
    }

    private void fail(Kind kind, String message) {
        if (call != null) {
            call.fail(kind, message);
        }
    }
}
