package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.http.Body;
import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.transport.BodySink;
import dev.muster.transport.BodyWriter;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ClientExchange;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ReceivedBody;
import dev.muster.transport.RequestHead;
import dev.muster.transport.ResponseHead;
import dev.muster.transport.ResponseSink;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One request on one connection, and what comes back. Sent from a thread that may block; everything
 * else happens on the event loop.
 *
 * <p>A response that is wanted whole, or is known to be short, is handed over when it is complete,
 * so that a replica that dies within it can still be replaced by another.
 */
final class OutgoingExchange implements ResponseSink {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.client");
    private static final int SHORT = 64 << 10;

    /** Told on the event loop: one of the first two, and after an answer one of the others. */
    interface Listener {
        void answered(Response response);

        void failed(TransportException cause);

        /** The answer's body has come to its end. */
        void completed();

        /** The answer's body will not come to its end. */
        void cutShort(TransportException cause);
    }

    private final EventLoop loop;
    private final ConnectionPool pool;
    private final Endpoint endpoint;
    private final Request request;
    private final ResponseTerms terms;
    private final Listener listener;

    /** Of a response that is collected. */
    private final ByteBudget.Charge charge;

    private final CompletableFuture<ClientExchange> opened = new CompletableFuture<>();
    private volatile @Nullable BodyWriter writer;
    private volatile boolean over;
    private @Nullable Future<?> readerWatch;
    private boolean answered;
    private BodySink received = new Discarded();

    OutgoingExchange(
            EventLoop loop,
            ConnectionPool pool,
            Endpoint endpoint,
            Request request,
            ResponseTerms terms,
            Listener listener) {
        this.loop = loop;
        this.pool = pool;
        this.endpoint = endpoint;
        this.request = request;
        this.terms = terms;
        this.listener = listener;
        this.charge = pool.memory().charge();
    }

    /**
     * Sends the request; returns when it is on its way. A body that is a stream is written on this
     * thread, so that its own exceptions surface here.
     */
    void send() throws IOException {
        if (request.body() instanceof Body.Bytes bytes) {
            loop.execute(() -> open(bytes.bytes()));
            return;
        }
        loop.execute(() -> opened.complete(open()));
        var exchange = opened.join();
        var out = new BodyWriter(loop, exchange, exchange);
        writer = out;
        if (over) {
            return;
        }
        try {
            request.body().writeTo(out);
            out.close();
        } catch (IOException e) {
            if (!over) {
                cancel();
                throw e;
            }
        }
    }

    /** Gives the exchange up; the listener hears no more of it. */
    void cancel() {
        loop.execute(() -> abandon("the call was given up"));
    }

    @Override
    public void head(ResponseHead head) {
        int status = head.status();
        if (status < 200 || status > 599) {
            abandonAs(TransportException.Kind.MALFORMED, "answered with the status " + status);
            return;
        }
        var headers = headers(head);
        var length = length(headers);
        var response = Response.of(status, headers, Body.empty());
        if (terms.wholeUpTo() > 0) {
            received = new Collected(response, terms.wholeUpTo());
        } else if (length.isPresent() && length.getAsLong() <= SHORT) {
            received = new Collected(response, SHORT);
        } else {
            var body =
                    new ReceivedBody(
                            loop,
                            opened.join(),
                            pool.backend().nanoTime(),
                            length,
                            this::readerLeft);
            received = body;
            answered = true;
            watchReader(body, terms.unreadDeadline());
            listener.answered(response.withBody(body));
        }
    }

    @Override
    public void data(ByteBuf data) {
        received.data(data);
    }

    @Override
    public void end() {
        if (over) {
            return;
        }
        finish();
        stopWriter(new TransportException(TransportException.Kind.CANCELLED, "it has answered"));
        received.end();
        listener.completed();
    }

    @Override
    public void failed(TransportException cause) {
        if (over) {
            return;
        }
        finish();
        stopWriter(cause);
        if (answered) {
            received.failed(cause);
            listener.cutShort(cause);
        } else {
            listener.failed(cause);
        }
    }

    private void open(byte[] body) {
        var exchange = open();
        opened.complete(exchange);
        if (body.length > 0) {
            exchange.data(Unpooled.wrappedBuffer(body));
        }
        exchange.end();
    }

    private ClientExchange open() {
        var address = ConnectionPool.address(endpoint.host(), endpoint.port());
        return endpoint.isSecure()
                ? pool.sendSecurely(loop, address, requestHead(), this)
                : pool.send(loop, address, requestHead(), this);
    }

    private RequestHead requestHead() {
        var headers = FlatHeaders.of(request.headers().without("Content-Length"));
        var length = request.body().length();
        if (length.isPresent() && (length.getAsLong() > 0 || hasBodyByNature())) {
            headers.add("Content-Length", Long.toString(length.getAsLong()));
        }
        return RequestHead.of(request.method(), request.target(), headers);
    }

    /** RFC 9110, section 8.6: such a request says that it has no content. */
    private boolean hasBodyByNature() {
        return switch (request.method()) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }

    /** Gives a response up that nobody reads: its connection would be held for ever. */
    private void watchReader(ReceivedBody body, Duration wait) {
        readerWatch =
                loop.schedule(
                        () -> {
                            var left = terms.unreadDeadline().minus(body.unreadFor());
                            if (left.isPositive()) {
                                watchReader(body, left);
                            } else {
                                giveUpUnread(body);
                            }
                        },
                        wait.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void giveUpUnread(ReceivedBody body) {
        var unread = body.unreadFor();
        LOG.warn(
                "gave up the response of {} to {} {}: nobody has read or closed its body for {} s",
                terms.peer(),
                request.method(),
                request.path(),
                unread.toSeconds());
        var cause =
                new TransportException(
                        TransportException.Kind.CANCELLED,
                        "nobody read this body for " + unread.toSeconds() + " s");
        finish();
        stopWriter(cause);
        opened.join().failed(cause);
        body.failed(cause);
        listener.cutShort(cause);
    }

    /** Nothing more comes of it, and nothing is kept for it. */
    private void finish() {
        over = true;
        charge.close();
        if (readerWatch != null) {
            readerWatch.cancel(false);
        }
    }

    private void readerLeft() {
        var cause =
                new TransportException(
                        TransportException.Kind.CANCELLED, "the rest of the body is not wanted");
        if (!over) {
            finish();
            stopWriter(cause);
            opened.join().failed(cause);
            listener.cutShort(cause);
        }
    }

    private void abandon(String why) {
        if (!over) {
            finish();
            var cause = new TransportException(TransportException.Kind.CANCELLED, why);
            stopWriter(cause);
            opened.join().failed(cause);
        }
    }

    private void abandonAs(TransportException.Kind kind, String why) {
        abandon(why);
        listener.failed(new TransportException(kind, why));
    }

    private void stopWriter(TransportException cause) {
        var out = writer;
        if (out != null) {
            out.fail(cause);
        }
    }

    private static Headers headers(ResponseHead head) {
        return head.fields().toHeaders();
    }

    private static OptionalLong length(Headers headers) {
        return headers.first("Content-Length")
                .map(value -> OptionalLong.of(Long.parseLong(value.strip())))
                .orElse(OptionalLong.empty());
    }

    /** Takes a body in, and hands the response over at its end. */
    private final class Collected implements BodySink {
        private final Response response;
        private final int most;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Collected(Response response, int most) {
            this.response = response;
            this.most = most;
        }

        @Override
        public void data(ByteBuf data) {
            var piece = new byte[data.readableBytes()];
            data.readBytes(piece).release();
            if (bytes.size() + piece.length > most) {
                refuse("answered with more than " + most + " bytes");
            } else if (!charge.cover(bytes.size() + piece.length)) {
                refuse("answered, and there is no memory for that: this process holds too much");
            } else {
                bytes.writeBytes(piece);
            }
        }

        private void refuse(String why) {
            abandonAs(TransportException.Kind.TOO_LARGE, why);
            received = new Discarded();
        }

        @Override
        public void end() {
            answered = true;
            listener.answered(response.withBody(Body.of(bytes.toByteArray())));
        }

        @Override
        public void failed(TransportException cause) {}
    }

    private static final class Discarded implements BodySink {
        @Override
        public void data(ByteBuf data) {
            data.release();
        }

        @Override
        public void end() {}

        @Override
        public void failed(TransportException cause) {}
    }
}
