package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

@ExtendWith(LeakCheck.class)
class RequestBodyTest {
    private static final String CHUNKED =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhello\r\n0\r\n\r\n",
                "2\r\nhe\r\n03\r\nllo\r\n0\r\n\r\n",
                "5;a\r\nhello\r\n0;b=c\r\n\r\n",
                "5;a=\"b\\\";c\";d=e\r\nhello\r\n000\r\n\r\n",
                "5\r\nhello\r\n0\r\nTrailer: a\r\nOther:\r\n\r\n"
            })
    void joinsChunks(String body) throws IOException {
        try (var listener = listen(new Echo());
                var raw = new Raw(listener.port())) {
            assertThat(raw.send(CHUNKED + body).readResponse()).endsWith("\nhello");
            for (var c : (CHUNKED + body).split("")) {
                raw.send(c);
            }
            assertThat(raw.readResponse()).endsWith("\nhello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "\r\n",
                "-5\r\nhello\r\n",
                "+5\r\nhello\r\n",
                "0x5\r\nhello\r\n",
                "5 \r\nhello\r\n",
                " 5\r\nhello\r\n",
                "5\nhello\r\n",
                "5\rhello\r\n",
                "5;\r\nhello\r\n",
                "5;a=\r\nhello\r\n",
                "5;a=\"b\r\nhello\r\n",
                "5; a\r\nhello\r\n",
                "5;a b\r\nhello\r\n",
                "5\r\nhelloo\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "1000000000000000\r\n",
                "0\r\n\n",
                "0\r\n: a\r\n\r\n",
                "0\r\na\r\n\r\n",
                "0\r\na: \u0001\r\n\r\n",
                "0\r\n folded: a\r\n\r\n"
            })
    void refusesMalformedChunks(String body) throws IOException {
        var handler = new Receiving();
        try (var listener = listen(handler)) {
            assertThat(Raw.exchange(listener.port(), CHUNKED + body))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n");
            assertThat(handler.failure.join().kind()).isEqualTo(Kind.MALFORMED);
            assertThat(handler.abandoned).succeedsWithin(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void bindsChunkExtensionsAndTrailers() throws IOException {
        try (var listener = listen(new Echo())) {
            var extensions = ("1;" + "a".repeat(900) + "\r\nx\r\n").repeat(20);
            assertThat(Raw.exchange(listener.port(), CHUNKED + extensions))
                    .startsWith("HTTP/1.1 431 ");
            assertThat(Raw.exchange(listener.port(), CHUNKED + "1;" + "a".repeat(2000)))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void refusesABodyThatSaysItIsTooLargeWithoutReadingIt() throws IOException {
        var handler = new Receiving();
        try (var listener = listen(handler)) {
            var head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + ((1 << 20) + 1);
            assertThat(Raw.exchange(listener.port(), head + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(handler.failure).isNotDone();
        }
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLarge() throws IOException {
        var handler = new Receiving();
        try (var listener = listen(handler);
                var raw = new Raw(listener.port())) {
            raw.send(CHUNKED + "100001\r\n" + "a".repeat((1 << 20) + 1));
            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 413 ");
            assertThat(handler.failure.join().kind()).isEqualTo(Kind.TOO_LARGE);
        }
    }

    @Test
    void asksForABodyThatTheClientHoldsBackOnceItIsWanted() throws IOException {
        try (var listener = listen(new Echo());
                var raw = new Raw(listener.port())) {
            raw.send(
                    "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                            + "Expect: 100-continue\r\n\r\n");
            assertThat(raw.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(raw.send("hi").readResponse()).endsWith("PUT /\nhi");
        }
    }

    @Test
    void asksForNoBodyWithinAResponse() throws IOException {
        ExchangeHandler early =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    exchange.data(Unpooled.copiedBuffer("early", StandardCharsets.US_ASCII));
                    exchange.eventLoop().execute(() -> exchange.receive(new Ending(exchange)));
                };
        try (var listener = listen(early);
                var raw = new Raw(listener.port())) {
            raw.send(
                    "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                            + "Expect: 100-continue\r\n\r\n");
            assertThat(raw.readUntil("early\r\n")).contains("connection: close\r\n");
            assertThat(raw.send("hi").readToEnd()).isEqualTo("0\r\n\r\n");
        }
    }

    @Test
    void closesWhereABodyHeldBackIsNotWanted() throws IOException {
        try (var listener = listen(answering(403))) {
            var answer =
                    Raw.exchange(
                            listener.port(),
                            "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
                                    + "Expect: 100-continue\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("connection: close\r\n")
                    .doesNotContain("100 Continue");
        }
    }

    @Test
    void dropsASmallBodyThatNobodyReadAndGoesOn() throws IOException {
        try (var listener = listen(answering(200));
                var raw = new Raw(listener.port())) {
            var head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                assertThat(raw.send(head).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
                raw.send("a".repeat(100_000));
            }
            assertThat(raw.send(CHUNKED).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
            raw.send("3\r\nabc\r\n0\r\n\r\n");
            assertThat(raw.send(head).readResponse()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void leavesAnAnswerAloneWhenTheBodyAfterItIsMalformed() throws IOException {
        try (var listener = listen(answering(200));
                var raw = new Raw(listener.port())) {
            assertThat(raw.send(CHUNKED).readResponse()).endsWith("ok");
            assertThat(raw.send("x\r\n").readToEnd()).isEmpty();
        }
    }

    @Test
    void closesWhereALargeBodyWouldHaveToBeDropped() throws IOException {
        try (var listener = listen(answering(200));
                var raw = new Raw(listener.port())) {
            raw.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nabc");
            assertThat(raw.readToEnd()).contains("connection: close\r\n").endsWith("ok");
        }
    }

    @Test
    void holdsBackAClientThatSendsFasterThanIsReceived() throws Exception {
        var handler = new Receiving();
        handler.startPaused = true;
        var config = ListenerConfig.loopback(0).withMaxBodyBytes(-1);
        try (var listener = HttpListener.bind(loops, config, handler);
                var raw = new Raw(listener.port())) {
            long total = 64L << 20;
            raw.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + total + "\r\n\r\n");
            var sent = new AtomicLong();
            var sender = Thread.startVirtualThread(() -> send(raw, total, sent));
            var exchange = handler.exchange.join();
            var before = new AtomicLong(-1);
            await().pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(total);
            assertThat(handler.received.get()).isZero();

            exchange.eventLoop().execute(exchange::resume);
            assertThat(raw.readResponse()).endsWith("ok");
            sender.join();
            assertThat(handler.received.get()).isEqualTo(total);
        }
    }

    @Test
    void tellsTheReceiverThatTheClientIsGone() throws IOException {
        var handler = new Receiving();
        try (var listener = listen(handler)) {
            try (var raw = new Raw(listener.port())) {
                raw.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
                handler.exchange.join();
            }
            assertThat(handler.failure.join().kind()).isEqualTo(Kind.CLOSED_WITHIN_REQUEST);
            assertThat(handler.abandoned).succeedsWithin(5, TimeUnit.SECONDS);
        }
    }

    private static void send(Raw raw, long total, AtomicLong sent) {
        var piece = new byte[64 << 10];
        try {
            while (sent.get() < total) {
                raw.send(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpListener listen(ExchangeHandler handler) {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), handler);
    }

    private static ExchangeHandler answering(int status) {
        return exchange -> {
            exchange.respond(status, new FlatHeaders().add("Content-Length", "2"));
            exchange.data(Unpooled.copiedBuffer("ok", StandardCharsets.US_ASCII));
            exchange.end();
        };
    }

    /** Ends the exchange with the body, which is dropped. */
    private record Ending(ServerExchange exchange) implements BodySink {
        @Override
        public void data(ByteBuf data) {
            data.release();
        }

        @Override
        public void end() {
            exchange.end();
        }

        @Override
        public void failed(TransportException cause) {}
    }

    /** Counts the body, then answers; keeps what went wrong. */
    private static final class Receiving implements ExchangeHandler {
        private final CompletableFuture<ServerExchange> exchange = new CompletableFuture<>();
        private final CompletableFuture<TransportException> failure = new CompletableFuture<>();
        private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
        private final AtomicLong received = new AtomicLong();
        private boolean startPaused;

        @Override
        public void handle(ServerExchange started) {
            if (startPaused) {
                started.pause();
            }
            started.onAbandoned(_ -> abandoned.complete(null));
            started.receive(
                    new BodySink() {
                        @Override
                        public void data(ByteBuf data) {
                            received.addAndGet(data.readableBytes());
                            data.release();
                        }

                        @Override
                        public void end() {
                            answering(200).handle(started);
                        }

                        @Override
                        public void failed(TransportException cause) {
                            failure.complete(cause);
                        }
                    });
            exchange.complete(started);
        }
    }
}
