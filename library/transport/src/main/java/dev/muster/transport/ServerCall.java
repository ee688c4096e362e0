package dev.muster.transport;

import dev.muster.transport.ExchangeEnd.Kind;
import dev.muster.transport.loop.Outbound;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.HeadWriter;
import dev.muster.transport.wire.HeadWriter.ResponseTerms;
import dev.muster.transport.wire.TrailerRules;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/** An exchange on a connection of HTTP/1.1; deaf and mute once it is over. */
final class ServerCall implements ServerExchange, Outbound.Head, RequestBody.Receiver {
    /** The connection that carries the exchange. */
    interface Carrier {
        /** Whether the listener is draining. */
        boolean isDrained();

        /** Whether it can carry another exchange after this one. */
        boolean persists();

        void closeAfterwards();

        /** The request's body is wanted from now on. */
        void receive();

        /** What comes behind the request is the exchange's, byte for byte, until its end. */
        void handOver();

        /** Bytes of the request's body so far. */
        long receivedBytes();

        /** Reads on from what has arrived, as far as the state of the exchange allows. */
        void process();

        /** Answers what cannot be served, or cuts the answer that has begun. */
        void refuse(BadMessage refused);

        /**
         * Closes at once.
         *
         * @param why told of the exchange; empty where the client has left anyway
         */
        void abort(String why);

        void tell(ExchangeObserver observer, ExchangeEnd end);
    }

    private enum State {
        /** No response has begun. */
        UNANSWERED,
        /** A response is on its way. */
        RESPONDING,
        /** The response is complete. */
        ANSWERED,
        /** The exchange is over, and its response will not be completed. */
        ENDED
    }

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Carrier connection;
    private final AcceptedSocket socket;
    private final RequestHead request;
    private final boolean hasBody;
    private final boolean takesTrailers;
    private final long startedAt;
    private ExchangeObserver observer;
    private int status;
    private @Nullable FlatHeaders headers;
    private @Nullable FlatHeaders trailers;
    private @Nullable BodySink sink;
    private ByteBudget.@Nullable Charge room;
    private @Nullable Runnable onWritable;
    private @Nullable Consumer<ExchangeEnd> onAbandoned;
    private @Nullable Runnable onDraining;
    private @Nullable Refusal refusal;
    private @Nullable ExchangeEnd ended;
    private long sent;
    private boolean bodyOver;
    private boolean paused;
    private State state = State.UNANSWERED;
    private boolean draining;

    /**
     * @param takesTrailers whether the client said that it takes fields behind a body
     * @param startedAt in the nanoseconds of {@link System#nanoTime}
     */
    ServerCall(
            Carrier connection,
            AcceptedSocket socket,
            RequestHead request,
            boolean hasBody,
            boolean takesTrailers,
            long startedAt,
            ExchangeObserver observer) {
        this.connection = connection;
        this.socket = socket;
        this.request = request;
        this.hasBody = hasBody;
        this.takesTrailers = takesTrailers;
        this.startedAt = startedAt;
        this.observer = observer;
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public boolean hasBody() {
        return hasBody;
    }

    @Override
    public EventLoop eventLoop() {
        return socket.eventLoop();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return socket.remoteAddress();
    }

    @Override
    public void observe(ExchangeObserver newObserver) {
        observer = newObserver;
    }

    @Override
    public void receive(BodySink newSink) {
        if (sink != null) {
            throw new IllegalStateException("the body is being received");
        }
        if (isOver()) {
            newSink.failed(cancelled());
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
    public void receive(BodySink newSink, ByteBudget.Charge newRoom) {
        room = newRoom;
        receive(newSink);
    }

    @Override
    public void respond(int newStatus, FlatHeaders newHeaders) {
        if (isOver()) {
            return;
        }
        if (state == State.RESPONDING) {
            throw new IllegalStateException("the exchange has been responded to");
        }
        if (newStatus < 200 || newStatus > 999) {
            throw new IllegalArgumentException(
                    "the status is " + newStatus + "; that of a response is 200 to 999");
        }
        state = State.RESPONDING;
        status = newStatus;
        headers = newHeaders;
        socket.out().begin(this);
    }

    @Override
    public boolean offers(String protocol) {
        return request.offers(protocol);
    }

    @Override
    public void upgrade(String protocol, FlatHeaders newHeaders, BodySink received) {
        if (isOver()) {
            received.failed(cancelled());
            return;
        }
        if (state != State.UNANSWERED || hasBody || sink != null || !offers(protocol)) {
            throw new IllegalStateException(
                    request.method() + " cannot change to the protocol " + protocol);
        }
        state = State.RESPONDING;
        status = SWITCHING_PROTOCOLS;
        headers = newHeaders.set("upgrade", protocol);
        sink = received;
        socket.out().begin(this);
        connection.handOver();
    }

    @Override
    public void data(ByteBuf data) {
        if (isOver()) {
            data.release();
            return;
        }
        requireResponding();
        sent += data.readableBytes();
        if (!socket.out().data(data)) {
            connection.abort("The response is longer than it said.");
        }
    }

    @Override
    public void trailers(FlatHeaders newTrailers) {
        if (!isOver()) {
            requireResponding();
            TrailerRules.requireAllowed(newTrailers);
            trailers = takesTrailers ? newTrailers : null;
        }
    }

    @Override
    public void end() {
        if (isOver()) {
            return;
        }
        requireResponding();
        if (!socket.out().end(trailers)) {
            connection.abort("The response is shorter than it said.");
            return;
        }
        state = State.ANSWERED;
        if (draining) {
            connection.closeAfterwards();
        }
        ended = ended(Kind.ANSWERED, "");
        connection.tell(observer, ended);
        connection.process();
    }

    @Override
    public void failed(TransportException cause) {
        if (isOver()) {
            return;
        }
        boolean isResponding = isResponding();
        state = State.ENDED;
        if (isResponding) {
            connection.abort(cause.reason());
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
        if (state != State.ENDED) {
            connection.process();
        }
    }

    @Override
    public boolean isWritable() {
        return state != State.ENDED && socket.isWritable();
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public void onAbandoned(Consumer<ExchangeEnd> action) {
        onAbandoned = action;
        if (ended != null && state == State.ENDED) {
            action.accept(ended);
        }
    }

    @Override
    public void onDraining(Runnable action) {
        onDraining = action;
        if (connection.isDrained()) {
            drain();
        }
    }

    /** The listener is draining. */
    void drain() {
        if (onDraining != null && !isOver()) {
            draining = true;
            onDraining.run();
            draining = false;
        }
    }

    /** Whether a response is on its way whose end nobody has promised. */
    boolean isOpenEnded() {
        return headers != null && !isAnswered() && !headers.contains("content-length");
    }

    @Override
    public long write(HeadWriter writer, boolean empty) {
        var terms = new ResponseTerms(isHead(), request.isHttp10(), hasBody, connection.persists());
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
        return state == State.ANSWERED;
    }

    boolean wantsBody() {
        return sink != null && !paused;
    }

    /** Whether it has room for its body that others wait for. */
    boolean isWaitedFor() {
        return room != null && room.isWaitedFor();
    }

    @Override
    public void bodyData(ByteBuf data) {
        present(sink).data(data);
    }

    @Override
    public void bodyTrailers(FlatHeaders newTrailers) {
        present(sink).trailers(newTrailers);
    }

    @Override
    public void bodyEnd() {
        bodyOver = true;
        present(sink).end();
    }

    void becameWritable() {
        if (onWritable != null) {
            onWritable.run();
        }
    }

    boolean isHead() {
        return request.method().equals("HEAD");
    }

    /** The trace that a refusal names. */
    String traceId() {
        var given = request.fields().get("traceparent");
        return observer.traceId(given == null ? "" : given);
    }

    /** The transport has answered with {@code newRefusal}. */
    void refused(Refusal newRefusal) {
        refusal = newRefusal;
    }

    /**
     * The connection is closed, or about to be.
     *
     * @param cause what whoever receives the request's body is told, if it has not come whole
     * @param cutBecause why we closed it; empty where the client did
     */
    void abandon(TransportException cause, String cutBecause) {
        if (room != null) {
            room.freeze();
        }
        var end = ended != null ? ended : endedEarly(cutBecause);
        boolean isNews = ended == null;
        ended = end;
        var before = state;
        if (before == State.UNANSWERED || before == State.RESPONDING) {
            state = State.ENDED;
        }
        if (before != State.ENDED) {
            failBody(cause);
        }
        if (before != state && onAbandoned != null) {
            onAbandoned.accept(end);
        }
        if (isNews) {
            connection.tell(observer, end);
        }
    }

    /** What whoever receives the body of a request is told whose connection has closed. */
    static TransportException closed(String cutBecause) {
        return cutBecause.isEmpty()
                ? new TransportException(
                        TransportException.Kind.CLOSED_WITHIN_REQUEST, "the client is gone")
                : new TransportException(TransportException.Kind.CANCELLED, cutBecause);
    }

    private ExchangeEnd endedEarly(String cutBecause) {
        if (refusal != null) {
            return ended(Kind.REFUSED, refusal.detail());
        }
        if (!cutBecause.isEmpty()) {
            return ended(Kind.CUT, cutBecause);
        }
        return ended(
                Kind.CLIENT_GONE,
                headers == null
                        ? "The client left before it was answered."
                        : "The client left within the response.");
    }

    private ExchangeEnd ended(Kind kind, String reason) {
        int code = status;
        var traceId = "";
        if (refusal != null) {
            code = refusal.status();
            sent = refusal.length();
            traceId = refusal.traceId();
        }
        return new ExchangeEnd(
                request.method(),
                request.target(),
                socket.remoteAddress(),
                traceId,
                code,
                connection.receivedBytes(),
                isHead() ? 0 : sent,
                Duration.ofNanos(socket.nanoTime() - startedAt),
                kind,
                reason);
    }

    private void failBody(TransportException cause) {
        if (sink != null && !bodyOver) {
            bodyOver = true;
            sink.failed(cause);
        }
    }

    /** Nothing that is given to it now can reach the client, or is to. */
    private boolean isOver() {
        return state == State.ANSWERED || state == State.ENDED || socket.isAborted();
    }

    private void requireResponding() {
        if (state != State.RESPONDING) {
            throw new IllegalStateException("the response has no head yet");
        }
    }

    private static TransportException cancelled() {
        return new TransportException(TransportException.Kind.CANCELLED, "the exchange is over");
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("called out of turn");
        }
        return value;
    }
}
