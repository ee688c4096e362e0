package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

@ExtendWith(LeakCheck.class)
class ResponseFramingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private final EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void framesByLengthWhereItIsGiven() throws IOException {
        assertThat(ask(LAST, sending(200, "5", "hello")))
                .contains("content-length: 5\r\n")
                .doesNotContain("transfer-encoding")
                .endsWith("\r\n\r\nhello");
    }

    @Test
    void framesInChunksWhereTheLengthIsUnknown() throws IOException {
        assertThat(ask(LAST, sending(200, "", "hello", "a".repeat(5000), "")))
                .contains("transfer-encoding: chunked\r\n")
                .doesNotContain("content-length")
                .endsWith("\r\n\r\n5\r\nhello\r\n1388\r\n" + "a".repeat(5000) + "\r\n0\r\n\r\n");
    }

    @Test
    void saysThatAnEmptyBodyIsEmpty() throws IOException {
        assertThat(ask(LAST, sending(200, "")))
                .contains("content-length: 0\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void endsABodyOfUnknownLengthForHttp10ByClosing() throws IOException {
        assertThat(
                        ask(
                                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                                sending(200, "", "hello")))
                .contains("connection: close\r\n")
                .doesNotContain("transfer-encoding")
                .endsWith("\r\n\r\nhello");
    }

    @Test
    void sendsNoBodyToHead() throws IOException {
        var head = "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        assertThat(ask(head, sending(200, "5", "hello")))
                .contains("content-length: 5\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void sendsNoBodyWhereTheStatusHasNone(int status) throws IOException {
        assertThat(ask(LAST, sending(status, "", "hello")))
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("content-length")
                .doesNotContain("transfer-encoding")
                .endsWith("\r\n\r\n");
    }

    @Test
    void datesEveryResponseOnce() throws IOException {
        assertThat(ask(LAST, sending(200, "")))
                .containsPattern(
                        "\r\ndate: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n");
        var answer =
                ask(
                        LAST,
                        exchange -> {
                            exchange.respond(200, new FlatHeaders().add("Date", "then"));
                            exchange.end();
                        });
        assertThat(answer).contains("Date: then\r\n").doesNotContain("date: ");
    }

    @Test
    void closesWhereTheHandlerAsksForIt() throws IOException {
        var answer =
                ask(
                        GET,
                        exchange -> {
                            exchange.respond(200, new FlatHeaders().add("Connection", "close"));
                            exchange.end();
                        });
        assertThat(answer).containsOnlyOnce("connection: close\r\n");
    }

    @Test
    void cutsAResponseThatEndsBeforeItsLength() throws IOException {
        assertThat(ask(GET, sending(200, "6", "hello"))).doesNotEndWith("\r\n\r\n");
    }

    @Test
    void cutsAResponseLongerThanItsLength() throws IOException {
        assertThat(ask(GET, sending(200, "4", "hello"))).doesNotContain("hello");
    }

    @Test
    void cutsAResponseWhoseHandlerFailed() throws IOException {
        var answer =
                ask(
                        "GET / HTTP/1.0\r\n\r\n",
                        exchange -> {
                            exchange.respond(200, new FlatHeaders());
                            exchange.data(text("hello"));
                            var _ =
                                    exchange.eventLoop()
                                            .schedule(
                                                    () -> exchange.failed(cancelled()),
                                                    50,
                                                    TimeUnit.MILLISECONDS);
                        });
        assertThat(answer).contains("hello").endsWith("(reset)");
    }

    @Test
    void answers500ForAHandlerThatThrowsOrFails() throws IOException {
        assertThat(
                        ask(
                                GET,
                                exchange -> {
                                    throw new IllegalStateException("secret");
                                }))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("secret");
        assertThat(ask(GET, exchange -> exchange.failed(cancelled()))).startsWith("HTTP/1.1 500 ");
    }

    @Test
    void sendsAHeadBeforeItsBodyExists() throws Exception {
        var begun = new CompletableFuture<ServerExchange>();
        try (var listener =
                        HttpListener.bind(
                                loops,
                                ListenerConfig.loopback(0),
                                exchange -> {
                                    exchange.respond(200, new FlatHeaders());
                                    begun.complete(exchange);
                                });
                var raw = new Raw(listener.port())) {
            assertThat(raw.send(GET).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
            var exchange = begun.get();
            exchange.eventLoop().execute(() -> exchange.data(text("one")));
            assertThat(raw.readUntil("one\r\n")).isEqualTo("3\r\none\r\n");
            exchange.eventLoop().execute(exchange::end);
            assertThat(raw.readUntil("\r\n\r\n")).isEqualTo("0\r\n\r\n");
        }
    }

    @Test
    void answersFromAnotherThread() throws IOException {
        ExchangeHandler later =
                exchange ->
                        Thread.startVirtualThread(
                                () ->
                                        exchange.eventLoop()
                                                .execute(
                                                        () ->
                                                                sending(200, "2", "ok")
                                                                        .handle(exchange)));
        try (var listener = HttpListener.bind(loops, ListenerConfig.loopback(0), later);
                var raw = new Raw(listener.port())) {
            for (int i = 0; i < 100; i++) {
                assertThat(raw.send(GET).readResponse()).endsWith("ok");
            }
        }
    }

    @Test
    void doesNothingOnceTheExchangeIsOver() throws Exception {
        var over = new CompletableFuture<ServerExchange>();
        try (var listener =
                        HttpListener.bind(
                                loops,
                                ListenerConfig.loopback(0),
                                exchange -> {
                                    sending(200, "2", "ok").handle(exchange);
                                    over.complete(exchange);
                                });
                var raw = new Raw(listener.port())) {
            raw.send(GET).readResponse();
            var exchange = over.get();
            exchange.eventLoop()
                    .submit(
                            () -> {
                                exchange.respond(200, new FlatHeaders());
                                exchange.data(text("late"));
                                exchange.end();
                                exchange.failed(cancelled());
                            })
                    .get();
            assertThat(raw.send(GET).readResponse()).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void stopsBeingWritableBeforeASlowReaderCostsMemory() throws Exception {
        var writable = new CompletableFuture<Void>();
        var begun = new CompletableFuture<ServerExchange>();
        try (var listener =
                        HttpListener.bind(
                                loops,
                                ListenerConfig.loopback(0),
                                exchange -> {
                                    exchange.onWritable(() -> writable.complete(null));
                                    exchange.respond(200, new FlatHeaders());
                                    fill(exchange, begun);
                                });
                var raw = new Raw(listener.port())) {
            raw.send(GET);
            var exchange = begun.get(10, TimeUnit.SECONDS);
            assertThat(writable).isNotDone();
            raw.socket().getInputStream().readNBytes(1 << 20);
            Thread.startVirtualThread(() -> drop(raw));
            assertThat(writable).succeedsWithin(5, TimeUnit.SECONDS);
            exchange.eventLoop().execute(exchange::end);
        }
    }

    @Test
    void owesOneAnswerAtATimeToAClientThatDoesNotListen() throws Exception {
        int requests = 100;
        var body = new byte[1 << 20];
        var answered = new AtomicInteger();
        ExchangeHandler large =
                exchange -> {
                    answered.incrementAndGet();
                    exchange.respond(
                            200,
                            new FlatHeaders().add("Content-Length", Integer.toString(body.length)));
                    exchange.data(Unpooled.wrappedBuffer(body));
                    exchange.end();
                };
        try (var listener = HttpListener.bind(loops, ListenerConfig.loopback(0), large);
                var raw = new Raw(listener.port())) {
            raw.send(GET.repeat(requests));
            var before = new AtomicInteger();
            await().pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(
                            () ->
                                    answered.get() > 0
                                            && before.getAndSet(answered.get()) == answered.get());
            assertThat(answered.get()).isLessThan(requests / 2);
            for (int i = 0; i < requests; i++) {
                assertThat(raw.readResponse()).hasSizeGreaterThan(body.length);
            }
        }
    }

    /** Sends until the exchange is not writable, giving the socket its turn between pieces. */
    private static void fill(ServerExchange exchange, CompletableFuture<ServerExchange> full) {
        if (!exchange.isWritable()) {
            full.complete(exchange);
            return;
        }
        exchange.data(text("a".repeat(32 << 10)));
        exchange.eventLoop().execute(() -> fill(exchange, full));
    }

    private static void drop(Raw raw) {
        try {
            raw.readToEnd();
        } catch (IOException e) {
            // The test is over.
        }
    }

    private String ask(String request, ExchangeHandler handler) throws IOException {
        try (var listener = HttpListener.bind(loops, ListenerConfig.loopback(0), handler)) {
            return Raw.exchange(listener.port(), request);
        }
    }

    private static ExchangeHandler sending(int status, String length, String... pieces) {
        return exchange -> {
            var headers = new FlatHeaders();
            if (!length.isEmpty()) {
                headers.add("Content-Length", length);
            }
            exchange.respond(status, headers);
            for (var piece : pieces) {
                exchange.data(text(piece));
            }
            exchange.end();
        };
    }

    private static io.netty.buffer.ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static TransportException cancelled() {
        return new TransportException(TransportException.Kind.CANCELLED, "given up");
    }
}
