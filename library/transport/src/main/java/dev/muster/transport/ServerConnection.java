package dev.muster.transport;

import dev.muster.transport.loop.HalfOpen;
import dev.muster.transport.loop.Inbound;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.loop.Outbound;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.HeadRules;
import dev.muster.transport.wire.RequestSearch;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A client's connection to a listener: one exchange after the other, in order. What a client sends
 * ahead waits in the socket while an exchange runs.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter
        implements Connection, Loop.Watched, ServerCall.Carrier {
    private static final byte[] CONTINUE = HeadRules.ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Duration DRAINED_IDLE = Duration.ofSeconds(1);

    private enum State {
        /** Between requests, or within the head of one. */
        HEAD,
        /** A request's head has been read and its exchange is not over. */
        EXCHANGE,
        /** All has been said; the client is given time to hear it before the socket closes. */
        CLOSING,
        CLOSED
    }

    private final ListenerTerms terms;
    private final OpenConnections siblings;
    private final Loop loop;
    private final SocketChannel channel;
    private final Inbound in;
    private final Outbound out;
    private final HalfOpen half = new HalfOpen();
    private final RequestSearch search = new RequestSearch();
    private final RequestBody body;
    private final BodyPace pace;
    private @Nullable ServerCall call;
    private InetSocketAddress remoteAddress = InetSocketAddress.createUnresolved("", 0);
    private State state = State.CLOSED;
    private String cutBecause = "";
    private boolean aborted;
    private boolean processing;
    private boolean persistent;
    private boolean drained;
    private long since;
    private int place;

    ServerConnection(
            ListenerTerms terms, OpenConnections siblings, Loop loop, SocketChannel channel) {
        this.terms = terms;
        this.siblings = siblings;
        this.loop = loop;
        this.channel = channel;
        in = new Inbound(channel);
        out = new Outbound(loop, channel, false);
        body = new RequestBody(terms.config().maxDrainedBytes(), terms.limits());
        pace = new BodyPace(terms.config());
    }

    @Override
    public EventLoop eventLoop() {
        return loop.eventLoop();
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public Outbound out() {
        return out;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        state = State.HEAD;
        remoteAddress = channel.remoteAddress();
        loop.watch(this);
        since = loop.now();
        siblings.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        loop.beginBurst();
        var bytes = (ByteBuf) message;
        if (state == State.CLOSING || state == State.CLOSED) {
            bytes.release();
            return;
        }
        if (in.isEmpty() && state == State.HEAD) {
            since = loop.nanoTime();
        }
        in.add(bytes);
        process();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event != ChannelInputShutdownEvent.INSTANCE) {
            return;
        }
        in.ended();
        half.begin(loop.now(), out.sent());
        process();
        if (state == State.CLOSING) {
            out.closeWhenSent();
        }
    }

    private void endInput() {
        if (state == State.HEAD) {
            if (!in.isEmpty()) {
                tellUnread();
            }
            state = State.CLOSING;
            out.closeWhenSent();
        } else if (body.isHandedOver() && in.isEmpty() && call != null) {
            body.endHandedOver(call);
        } else if (!body.isComplete() && !isBlocked()) {
            abort("");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        loop.endBurst();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (call == null || !isWritable()) {
            return;
        }
        if (call.isAnswered()) {
            process();
        } else {
            call.becameWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.HEAD && !in.isEmpty()) {
            tellUnread();
        }
        state = State.CLOSED;
        loop.forget(this);
        in.release();
        out.release();
        endCall(ServerCall.closed(cutBecause));
        siblings.remove(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        loop.report("Handling a request failed.", cause);
        abort(cause instanceof IOException ? "" : "Handling the request failed.");
    }

    @Override
    public void process() {
        if (processing || state == State.CLOSED) {
            return;
        }
        processing = true;
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn =
                        switch (state) {
                            case HEAD -> readHead();
                            case EXCHANGE -> finish() || readBody();
                            case CLOSING, CLOSED -> false;
                        };
            }
        } catch (BadMessage refused) {
            refuse(refused);
        } finally {
            processing = false;
        }
        if (state == State.HEAD || state == State.EXCHANGE) {
            in.trim();
            in.read(in.isEmpty() || !isBlocked());
            if (half.hasBegun()) {
                endInput();
            }
        }
    }

    /**
     * Closes the connection at once, with a reset where a response has not been sent to its end: an
     * orderly close could be taken for that end.
     *
     * @param why told of an exchange that this ends; empty where the client has left anyway
     */
    @Override
    public void abort(String why) {
        // Closing fails what is still to be sent, which comes back here as one more reason.
        cutBecause = aborted ? cutBecause : why;
        aborted = true;
        boolean isSending = call != null && call.isResponding() && !call.isAnswered();
        if ((isSending || out.pending() > 0) && channel.isOpen()) {
            channel.config().setSoLinger(0);
        }
        var _ = channel.close();
    }

    @Override
    public void drain() {
        drained = true;
        if (call != null) {
            call.drain();
        }
        check(loop.now());
    }

    @Override
    public boolean isDrained() {
        return drained;
    }

    @Override
    public void cutOpenEnded() {
        if (call != null && call.isOpenEnded()) {
            abort("The listener is draining, and the response has no end.");
        }
    }

    @Override
    public boolean persists() {
        boolean isLast = half.hasBegun() && in.isEmpty();
        return persistent && !drained && !isLast && !body.isDoubtful();
    }

    @Override
    public void closeAfterwards() {
        persistent = false;
    }

    @Override
    public void receive() {
        if (body.takeContinue()) {
            boolean isResponding = call != null && call.isResponding();
            if (in.isEmpty() && !isResponding) {
                out.interim(CONTINUE);
            }
        }
        process();
    }

    @Override
    public void handOver() {
        persistent = false;
        body.handOver();
        process();
    }

    @Override
    public void check(long now) {
        switch (state) {
            case HEAD -> checkHead(now);
            case EXCHANGE -> checkExchange(now);
            case CLOSING -> {
                if (out.pending() > 0) {
                    checkSent(now);
                    since = now;
                } else if (loop.isOver(since, LINGER)) {
                    abort("");
                }
            }
            case CLOSED -> {}
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

    private boolean readHead() throws BadMessage {
        var parser = loop.parser();
        if (!search.read(in.bytes(), parser, terms.limits())) {
            return false;
        }
        var request = RequestHead.of(parser);
        long startedAt = search.cameInOnePiece() ? since : loop.nanoTime();
        boolean hasBody = parser.isChunked() || parser.contentLength() > 0;
        var started =
                new ServerCall(
                        this,
                        request,
                        hasBody,
                        parser.takesTrailers(),
                        startedAt,
                        terms.observer());
        call = started;
        persistent = parser.isPersistent();
        long most = terms.config().maxBodyBytes();
        body.start(parser, hasBody ? terms.handler().maxBodyBytes(request, most) : most);
        pace.restart();
        state = State.EXCHANGE;
        terms.handle(started, loop);
        return true;
    }

    /** Moves the body on; false when nothing more can be moved now. */
    private boolean readBody() throws BadMessage {
        if (call == null || body.isOver() || isBlocked()) {
            return false;
        }
        boolean moved = body.read(in.bytes(), call);
        if (body.isDroppedTooLong()) {
            linger();
        }
        return moved;
    }

    /** Goes over to the next request if this one is done with; false if it is not. */
    private boolean finish() {
        if (call == null || !call.isAnswered()) {
            return false;
        }
        if (!persistent) {
            call = null;
            close();
            return false;
        }
        if (!body.isOver()) {
            boolean isNews = !body.isDropped();
            body.drop();
            return isNews;
        }
        if (!isWritable()) {
            // A client that asks and does not listen is owed one answer at a time.
            return false;
        }
        call = null;
        state = State.HEAD;
        since = in.isEmpty() ? loop.now() : loop.nanoTime();
        return !in.isEmpty();
    }

    /** Whether what arrives next is for nobody yet. */
    private boolean isBlocked() {
        return state == State.EXCHANGE
                && !body.isDropped()
                && (body.isOver() || call == null || !call.wantsBody());
    }

    private void checkHead(long now) {
        var config = terms.config();
        checkSent(now);
        if (!in.isEmpty()) {
            if (loop.isOver(since, config.headerDeadline())) {
                refuse(new BadMessage(408, "The head of the request took too long."));
            }
        } else if (out.pending() > 0) {
            // The client is idle once it has taken what it asked for.
            since = now;
        } else if (loop.isOver(since, drained ? DRAINED_IDLE : config.idleTimeout())) {
            abort("");
        }
    }

    private void checkExchange(long now) {
        boolean isComing = !body.isComplete() && !body.isHandedOver() && !isBlocked();
        boolean isWaitedFor = call != null && call.isWaitedFor();
        var tooSlow = pace.tooSlow(now, isComing, isWaitedFor, body.received(), out);
        if (!tooSlow.isEmpty()) {
            refuse(new BadMessage(408, tooSlow));
        } else if (half.isOver(loop, out)) {
            abort("");
        } else {
            checkSent(now);
        }
    }

    private void checkSent(long now) {
        if (pace.isSentTooSlowly(now, out)) {
            abort("The client took the response too slowly.");
        }
    }

    /**
     * Answers what cannot be served. Where an answer has begun, it is cut; where it is complete, it
     * stands, and only the connection ends.
     */
    @Override
    public void refuse(BadMessage refused) {
        var running = call;
        if (running == null) {
            var unread = UnreadExchange.of(in.bytes(), remoteAddress, since);
            var refusal = Refusal.of(refused, false, terms.observer().traceId(""));
            answer(refusal);
            tell(terms.observer(), unread.refused(refusal, loop.nanoTime()));
        } else if (!running.isResponding()) {
            var refusal = Refusal.of(refused, running.isHead(), running.traceId());
            running.refused(refusal);
            answer(refusal);
        } else if (running.isAnswered()) {
            linger();
        } else {
            abort(refused.detail());
            return;
        }
        endCall(Refusal.failure(refused));
    }

    private void answer(Refusal refusal) {
        out.begin(refusal);
        out.data(refusal.body());
        linger();
    }

    @Override
    public long receivedBytes() {
        return body.received();
    }

    @Override
    public void tell(ExchangeObserver observer, ExchangeEnd end) {
        try {
            observer.ended(end);
        } catch (RuntimeException e) {
            loop.report("Observing the end of an exchange failed.", e);
        }
    }

    private void tellUnread() {
        var unread = UnreadExchange.of(in.bytes(), remoteAddress, since);
        tell(terms.observer(), unread.abandoned(cutBecause, loop.nanoTime()));
    }

    private void close() {
        if (body.isComplete() && in.isEmpty()) {
            state = State.CLOSING;
            since = loop.now();
            out.closeWhenSent();
        } else {
            linger();
        }
    }

    /**
     * Closing a socket with unread bytes resets it, which can destroy the answer on its way: so our
     * half is closed, and the client's is read and dropped for a while.
     */
    private void linger() {
        state = State.CLOSING;
        since = loop.now();
        in.release();
        in.read(true);
        out.shutDownWhenSent();
    }

    private void endCall(TransportException cause) {
        var ended = call;
        call = null;
        if (ended != null) {
            ended.abandon(cause, cutBecause);
        }
    }
}
