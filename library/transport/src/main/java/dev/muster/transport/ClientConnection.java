package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Inbound;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.loop.Outbound;
import dev.muster.transport.wire.BadMessage;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;

import javax.net.ssl.SSLException;

/**
 * A connection to a peer that speaks HTTP/1.1: one exchange after the other, so that it is the
 * stream of each in its turn. It is used again only when nothing about the exchange before was in
 * doubt.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter
        implements PooledConnection, ClientStream, Loop.Watched {
    private static final int SWITCHING_PROTOCOLS = 101;

    /** What the rules of heads say of one that is beyond its limits, whoever sent it. */
    private static final int HEAD_TOO_LARGE = 431;

    private final Owner pool;
    private final Loop loop;
    private final SocketChannel channel;
    private final InetSocketAddress peer;
    private final Inbound in;
    private final RequestWriter requests;
    private final ResponseReader responses;
    private final ClientDeadlines deadlines;
    private @Nullable ClientCall call;
    private boolean watched;
    private boolean closed;
    private boolean closedByPeer;

    /** What was received may not be all: its end is not to be taken for the end of a body. */
    private boolean truncated;

    private boolean reused;
    private boolean processing;
    private long releasedAt;
    private int place;

    ClientConnection(Owner pool, SocketChannel channel, InetSocketAddress peer, ClientCall first) {
        this.pool = pool;
        this.loop = pool.loop();
        this.channel = channel;
        this.peer = peer;
        this.call = first;
        in = new Inbound(channel);
        requests = new RequestWriter(new Outbound(loop, channel, pool.isSecure()));
        responses = new ResponseReader(in, loop.parser(), pool.limits());
        deadlines = new ClientDeadlines(pool.config(), loop);
    }

    // The stream of the exchange whose turn it is.

    @Override
    public void head(RequestHead head, String authority) {
        requests.begin(head, authority);
    }

    @Override
    public boolean data(ByteBuf data) {
        return requests.data(data);
    }

    @Override
    public boolean end(@Nullable FlatHeaders trailers) {
        deadlines.restart();
        return requests.end(trailers);
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void resume() {
        process();
    }

    @Override
    public void cancel() {
        call = null;
        close();
    }

    // What the pool asks.

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public boolean isReused() {
        return reused;
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
        int found = loop.look(channel);
        if (found > 0) {
            // What follows would be read without its first byte.
            close();
        }
        return found == 0;
    }

    @Override
    public void start(ClientCall started) {
        reused = true;
        begin(started);
    }

    @Override
    public void close() {
        closed = true;
        in.release();
        var _ = channel.close();
    }

    // What the socket tells.

    @Override
    public void channelActive(ChannelHandlerContext context) {
        watched = true;
        loop.watch(this);
        boolean isWanted = pool.opened(this);
        var first = call;
        if (!isWanted) {
            fail(Kind.CANCELLED, "the pool is closed");
        }
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
            deadlines.restart();
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

    /**
     * Hears that sending failed, after which the end of what is received says nothing; and how TLS
     * ends, where there is TLS: its end is the peer's, whatever TCP does then.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelOutputShutdownEvent) {
            truncated |= !requests.isHandedOver();
        } else if (event instanceof SslCloseCompletionEvent end && !closed) {
            // Over TLS it is this alone that tells, whatever became of what was sent.
            truncated = !end.isSuccess();
            if (!truncated) {
                closed = true;
                closedByPeer = true;
                var _ = channel.close();
            }
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
        requests.release();
        if (call == null) {
            in.release();
        } else {
            process();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset is the peer's doing too, but nothing that it sent ends with one.
        truncated = true;
        if (cause instanceof IOException) {
            // Sending failed, and the answer may be there to be read; or receiving did, and the
            // channel closes itself.
            return;
        }
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

    // From one exchange to the next.

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (step()) {}
        } catch (BadMessage refused) {
            fail(refused);
        } finally {
            processing = false;
        }
        in.trim();
        if (!closed) {
            in.read(in.isEmpty() || call == null || !call.isPaused());
        }
    }

    private void begin(ClientCall started) {
        call = started;
        deadlines.restart();
        responses.begin();
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
        var piece = responses.nextPiece();
        if (piece != null) {
            running.bodyData(piece);
            return true;
        }
        boolean isEndedByPeer = closedByPeer && !truncated;
        if (responses.isComplete() || (responses.isUntilClose() && isEndedByPeer)) {
            complete(running);
            return false;
        }
        return failIfClosed(running);
    }

    private boolean readHead(ClientCall running) throws BadMessage {
        int status = responses.readHead();
        if (status == 0) {
            return false;
        }
        if (status == SWITCHING_PROTOCOLS) {
            handOver(running, responses.head());
        } else if (status < 200) {
            responses.skipInterim(loop.now());
        } else {
            deadlines.restart();
            responses.startBody(running.isToHead());
            running.head(responses.head());
        }
        return true;
    }

    private void handOver(ClientCall running, ResponseHead head) throws BadMessage {
        var protocol = head.fields().get("upgrade");
        if (protocol == null || requests.hadBody() || !running.hasOffered(protocol)) {
            throw new BadMessage(502, "it changes to a protocol nobody asked for");
        }
        responses.startHandedOver();
        requests.handOver();
        running.handOver(head);
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
                && (!requests.hadBody() || (responses.isKeptAlive() && requests.pending() == 0));
    }

    /**
     * The connection is given back before the caller hears of the end, which is when it is likely
     * to send its next request.
     */
    private void complete(ClientCall completed) {
        boolean usable = responses.isPersistent() && !closed && !truncated && isInStep(completed);
        var trailers = responses.trailers();
        call = null;
        in.trim();
        if (usable) {
            deadlines.restart();
            releasedAt = loop.nanoTime();
            pool.available(this);
        } else {
            close();
        }
        completed.complete(trailers);
    }

    private boolean failIfClosed(ClientCall running) {
        if (closed) {
            boolean answering = running.hasHead() || responses.hasBegun();
            fail(
                    answering ? Kind.CLOSED_WITHIN_RESPONSE : Kind.CLOSED_BEFORE_RESPONSE,
                    answering
                            ? "the peer closed the connection within its response"
                            : "the peer closed the connection before it responded");
        }
        return false;
    }

    private void fail(BadMessage refused) {
        if (refused.status() == HEAD_TOO_LARGE && call != null && !call.hasHead()) {
            var config = pool.config();
            fail(
                    Kind.HEAD_TOO_LARGE,
                    "the head of the response is larger than the "
                            + config.maxHeadBytes()
                            + " bytes or the "
                            + config.maxHeadFields()
                            + " fields that are taken: its sender must use fewer or shorter header"
                            + " fields");
        } else {
            fail(Kind.MALFORMED, "the response is malformed: " + refused.detail());
        }
    }

    private void fail(Kind kind, String message) {
        if (call != null) {
            call.fail(kind, message);
        }
    }

    // Deadlines.

    @Override
    public void check(long now) {
        var running = call;
        if (running != null) {
            var late = deadlines.late(now, running, requests);
            if (late != null) {
                fail(Kind.TIMEOUT, late);
            }
        } else if (deadlines.isUnused(now, responses.longestIdle())) {
            close();
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
}
