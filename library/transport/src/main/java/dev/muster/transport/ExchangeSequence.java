package dev.muster.transport;

import dev.muster.transport.loop.Inbound;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.HeadRules;
import dev.muster.transport.wire.RequestSearch;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

/**
 * The exchanges of a client's connection: one after the other, in order. What a client sends ahead
 * waits in the socket while an exchange runs. Used on the connection's event loop.
 */
final class ExchangeSequence implements ServerCall.Carrier {
    private static final byte[] CONTINUE = HeadRules.ascii("HTTP/1.1 100 Continue\r\n\r\n");

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
    private final Loop loop;
    private final AcceptedSocket socket;
    private final Inbound in;
    private final RequestSearch search = new RequestSearch();
    private final RequestBody body;
    private final ServerDeadlines deadlines;
    private @Nullable ServerCall call;
    private State state = State.CLOSED;
    private boolean processing;
    private boolean persistent;
    private boolean drained;

    ExchangeSequence(ListenerTerms terms, Loop loop, AcceptedSocket socket) {
        this.terms = terms;
        this.loop = loop;
        this.socket = socket;
        in = socket.in();
        body = new RequestBody(terms.config().maxDrainedBytes(), terms.limits());
        deadlines = new ServerDeadlines(terms.config(), loop, socket.out());
    }

    // What the socket and the listener tell.

    void begin() {
        state = State.HEAD;
        deadlines.restart(loop.now());
    }

    /** Bytes have come, which are ours from now on. */
    void received(ByteBuf bytes) {
        if (state == State.CLOSING || state == State.CLOSED) {
            bytes.release();
            return;
        }
        if (in.isEmpty() && state == State.HEAD) {
            deadlines.restart(loop.nanoTime());
        }
        in.add(bytes);
        process();
    }

    /** The client sends no more. */
    void inputEnded() {
        in.ended();
        deadlines.halfClosed();
        process();
        if (state == State.CLOSING) {
            socket.closeWhenSent();
        }
    }

    void becameWritable() {
        if (call != null) {
            if (call.isAnswered()) {
                process();
            } else {
                call.becameWritable();
            }
        }
    }

    /** The connection is closed. */
    void closed() {
        if (state == State.HEAD && !in.isEmpty()) {
            tellUnread();
        }
        state = State.CLOSED;
        socket.release();
        endCall(ServerCall.closed(socket.cutBecause()));
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** The exchange that runs is the last one. */
    void drain() {
        drained = true;
        if (call != null) {
            call.drain();
        }
        check(loop.now());
    }

    /** Cuts a response that was asked to end and may never do so. */
    void cutOpenEnded() {
        if (call != null && call.isOpenEnded()) {
            abort("The listener is draining, and the response has no end.");
        }
    }

    @Override
    public void abort(String why) {
        socket.abort(why, call != null && call.isResponding() && !call.isAnswered());
    }

    // What an exchange asks.

    @Override
    public boolean isDrained() {
        return drained;
    }

    @Override
    public boolean persists() {
        boolean isLast = deadlines.isHalfClosed() && in.isEmpty();
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
                socket.out().interim(CONTINUE);
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

    // From one exchange to the next.

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
            if (deadlines.isHalfClosed()) {
                endInput();
            }
        }
    }

    private boolean readHead() throws BadMessage {
        var parser = loop.parser();
        if (!search.read(in.bytes(), parser, terms.limits())) {
            return false;
        }
        var request = RequestHead.of(parser);
        long startedAt = search.cameInOnePiece() ? deadlines.since() : loop.nanoTime();
        boolean hasBody = parser.isChunked() || parser.contentLength() > 0;
        var started =
                new ServerCall(
                        this,
                        socket,
                        request,
                        hasBody,
                        parser.takesTrailers(),
                        startedAt,
                        terms.observer());
        call = started;
        persistent = parser.isPersistent();
        long most = terms.config().maxBodyBytes();
        body.start(parser, hasBody ? terms.handler().maxBodyBytes(request, most) : most);
        deadlines.exchangeBegins();
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
        if (!socket.isWritable()) {
            // A client that asks and does not listen is owed one answer at a time.
            return false;
        }
        call = null;
        state = State.HEAD;
        deadlines.restart(in.isEmpty() ? loop.now() : loop.nanoTime());
        return !in.isEmpty();
    }

    /** Whether what arrives next is for nobody yet. */
    private boolean isBlocked() {
        return state == State.EXCHANGE
                && !body.isDropped()
                && (body.isOver() || call == null || !call.wantsBody());
    }

    /** The client sends no more, and all that it sent has been read as far as it is wanted. */
    private void endInput() {
        if (state == State.HEAD) {
            if (!in.isEmpty()) {
                tellUnread();
            }
            closeWhenSent();
        } else if (body.isHandedOver() && in.isEmpty() && call != null) {
            body.endHandedOver(call);
        } else if (!body.isComplete() && call != null && call.isAnswered()) {
            call = null;
            closeWhenSent();
        } else if (!body.isComplete() && !isBlocked()) {
            abort("");
        }
    }

    // Deadlines.

    /** Ends what is overdue at {@code now}. */
    void check(long now) {
        var overdue =
                switch (state) {
                    case HEAD -> deadlines.inHead(now, !in.isEmpty(), drained);
                    case EXCHANGE ->
                            deadlines.inExchange(
                                    now,
                                    !body.isComplete() && !body.isHandedOver() && !isBlocked(),
                                    call != null && call.isWaitedFor(),
                                    body.received());
                    case CLOSING -> deadlines.whenClosing(now);
                    case CLOSED -> null;
                };
        if (overdue == null) {
            return;
        }
        if (overdue.isToBeTold()) {
            refuse(new BadMessage(408, overdue.why()));
        } else {
            abort(overdue.why());
        }
    }

    // The end.

    /**
     * Answers what cannot be served. Where an answer has begun, it is cut; where it is complete, it
     * stands, and only the connection ends.
     */
    @Override
    public void refuse(BadMessage refused) {
        var running = call;
        if (running == null) {
            var unread = unread();
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
        socket.out().begin(refusal);
        socket.out().data(refusal.body());
        linger();
    }

    private void close() {
        if (body.isComplete() && in.isEmpty()) {
            closeWhenSent();
        } else {
            linger();
        }
    }

    private void closeWhenSent() {
        closing();
        socket.closeWhenSent();
    }

    /** The client may send more, which is dropped for a while. */
    private void linger() {
        closing();
        socket.linger();
    }

    private void closing() {
        state = State.CLOSING;
        deadlines.restart(loop.now());
    }

    private void endCall(TransportException cause) {
        var ended = call;
        call = null;
        if (ended != null) {
            ended.abandon(cause, socket.cutBecause());
        }
    }

    private void tellUnread() {
        tell(terms.observer(), unread().abandoned(socket.cutBecause(), loop.nanoTime()));
    }

    private UnreadExchange unread() {
        return UnreadExchange.of(in.bytes(), socket.remoteAddress(), deadlines.since());
    }
}
