package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.transport.ExchangeEnd.Kind;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.SingleThreadEventExecutor;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

class ExchangeEndTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final EventLoops loops = EventLoops.create(1);
    private final BlockingQueue<ExchangeEnd> ends = new LinkedBlockingQueue<>();
    private final ExchangeObserver observer =
            new ExchangeObserver() {
                @Override
                public void ended(ExchangeEnd end) {
                    ends.add(end);
                }

                @Override
                public String traceId(String traceparent) {
                    return traceparent.isEmpty() ? TRACE : traceparent.substring(3, 35);
                }
            };

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void tellsOfEveryAnswerOnAConnection() throws Exception {
        try (var listener = listen(new Echo());
                var raw = new Raw(listener.port())) {
            raw.send("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                    .readResponse();
            raw.send("HEAD /c HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("\r\n\r\n");
            assertThat(end())
                    .returns("POST", ExchangeEnd::method)
                    .returns("/a?b", ExchangeEnd::target)
                    .returns(200, ExchangeEnd::status)
                    .returns(3L, ExchangeEnd::receivedBytes)
                    .returns("POST /a?b\nabc".length() + 0L, ExchangeEnd::sentBytes)
                    .returns(Kind.ANSWERED, ExchangeEnd::kind)
                    .returns(raw.socket().getLocalPort(), end -> end.client().getPort());
            assertThat(end())
                    .returns("HEAD", ExchangeEnd::method)
                    .returns(0L, ExchangeEnd::sentBytes);
        }
        assertThat(ends).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, GET, /a, 'GET /a HTTP/1.1\r\n\r\n'",
        "400, GET, /a, 'GET /a HTTP/1.1\r\nHost: x\nA: b\r\n\r\n'",
        "400, '', '', '\r\r\n\r\n'",
        "400, '', '', '\u0016\u0003\u0001\u0002\r\n\r\n'",
        "400, GET, /a, 'GET /a HTTP/1.1\r\n"
                + "Host: x\r\n"
                + "Content-Length: 3\r\n"
                + "Content-Length: 3\r\n\r\n"
                + "'",
        "405, TRACE, /, 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n'",
        "413, PUT, /a?b, 'PUT /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n'",
        "417, PUT, /, 'PUT / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n'",
        "501, PUT, /, 'PUT / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n'",
        "505, GET, /, 'GET / HTTP/2.0\r\nHost: x\r\n\r\n'",
    })
    void tellsOfWhatTheTransportRefuses(int status, String method, String target, String request)
            throws Exception {
        try (var listener = listen(new Echo())) {
            var response = Raw.exchange(listener.port(), request);
            assertThat(response)
                    .startsWith("HTTP/1.1 " + status)
                    .contains("\"traceId\":\"" + TRACE + "\"");
            assertThat(end())
                    .returns(method, ExchangeEnd::method)
                    .returns(target, ExchangeEnd::target)
                    .returns(status, ExchangeEnd::status)
                    .returns(TRACE, ExchangeEnd::traceId)
                    .returns(Kind.REFUSED, ExchangeEnd::kind)
                    .returns(response.split("\r\n\r\n")[1].length() + 0L, ExchangeEnd::sentBytes)
                    .satisfies(end -> assertThat(response).contains(end.reason()));
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void tellsOfHeadsThatAreTooLarge() throws Exception {
        try (var listener = listen(new Echo())) {
            Raw.exchange(listener.port(), "GET /" + "x".repeat(9000));
            assertThat(end())
                    .returns(414, ExchangeEnd::status)
                    .returns("GET", ExchangeEnd::method)
                    .satisfies(
                            end ->
                                    assertThat(end.target())
                                            .startsWith("/xxx")
                                            .hasSizeLessThan(1100));
            Raw.exchange(
                    listener.port(), "GET /a HTTP/1.1\r\nHost: x\r\nB: " + "x".repeat(17 << 10));
            assertThat(end()).returns(431, ExchangeEnd::status).returns("/a", ExchangeEnd::target);
        }
    }

    @Test
    void aRefusedBodyBelongsToTheTraceOfItsRequest() throws Exception {
        var theirs = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (var listener = listen(new Echo())) {
            var response =
                    Raw.exchange(
                            listener.port(),
                            "PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                                    + "traceparent: 00-"
                                    + theirs
                                    + "-00f067aa0ba902b7-01\r\n\r\n3\r\nabc\r\nX\r\n");
            assertThat(response).startsWith("HTTP/1.1 400").contains(theirs);
            assertThat(end())
                    .returns(400, ExchangeEnd::status)
                    .returns(3L, ExchangeEnd::receivedBytes)
                    .returns(theirs, ExchangeEnd::traceId);
        }
    }

    @Test
    void tellsOfClientsThatLeave() throws Exception {
        ExchangeHandler silent = _ -> {};
        try (var listener = listen(silent)) {
            try (var raw = new Raw(listener.port())) {
                raw.send("GET /half HTTP/1.1\r\nHos");
            }
            assertThat(end())
                    .returns("/half", ExchangeEnd::target)
                    .returns(0, ExchangeEnd::status)
                    .returns(499, ExchangeEnd::statusToLog)
                    .returns(Kind.CLIENT_GONE, ExchangeEnd::kind);
            try (var raw = new Raw(listener.port())) {
                raw.send("GET /whole HTTP/1.1\r\nHost: x\r\n\r\n");
                raw.socket().setSoLinger(true, 0);
            }
            assertThat(end())
                    .returns("/whole", ExchangeEnd::target)
                    .returns(0, ExchangeEnd::status)
                    .returns(Kind.CLIENT_GONE, ExchangeEnd::kind);
            try (var _ = new Raw(listener.port())) {
                // A connection that asks for nothing is no exchange.
            }
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void tellsOfWhatIsCutByUs() throws Exception {
        ExchangeHandler breaking =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    exchange.data(Unpooled.copiedBuffer(new byte[10]));
                    exchange.failed(
                            new TransportException(
                                    TransportException.Kind.CANCELLED, "out of words"));
                };
        try (var listener = listen(breaking)) {
            Raw.exchange(listener.port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(end())
                    .returns(200, ExchangeEnd::status)
                    .returns(10L, ExchangeEnd::sentBytes)
                    .returns(Kind.CUT, ExchangeEnd::kind)
                    .returns("out of words", ExchangeEnd::reason);
        }
    }

    /** Closing fails what is still to be sent, which must not be taken for the client's leaving. */
    @Test
    void tellsWhatWeCutAsOursWhereBytesWereStillToBeSent() throws Exception {
        ExchangeHandler endless =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    exchange.data(Unpooled.buffer(64 << 20).writeZero(64 << 20));
                };
        ExchangeHandler tooLong =
                exchange -> {
                    exchange.respond(200, new FlatHeaders().add("Content-Length", "67108864"));
                    exchange.data(Unpooled.buffer(64 << 20).writeZero(64 << 20));
                    exchange.data(Unpooled.copiedBuffer(new byte[1]));
                };
        assertThat(cut(endless, HttpListener::close)).isEqualTo("The listener was closed.");
        assertThat(cut(endless, listener -> listener.drain(Duration.ofMillis(400))))
                .isEqualTo("The listener is draining, and the response has no end.");
        assertThat(cut(tooLong, _ -> {})).isEqualTo("The response is longer than it said.");
    }

    private String cut(ExchangeHandler handler, Consumer<HttpListener> cutting) throws Exception {
        var begun = new CompletableFuture<Void>();
        ExchangeHandler telling =
                exchange -> {
                    handler.handle(exchange);
                    begun.complete(null);
                };
        try (var listener = listen(telling);
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            begun.join();
            cutting.accept(listener);
            var end = end();
            assertThat(end.kind()).isEqualTo(Kind.CUT);
            assertThat(end.statusToLog()).isEqualTo(200);
            return end.reason();
        }
    }

    @Test
    void tellsARequestThatWeCutBeforeItWasAnsweredAsOurs() throws Exception {
        var received = new CompletableFuture<TransportException>();
        var begun = new CompletableFuture<Void>();
        ExchangeHandler silent =
                exchange -> {
                    exchange.receive(
                            new BodySink() {
                                @Override
                                public void data(ByteBuf data) {
                                    data.release();
                                    begun.complete(null);
                                }

                                @Override
                                public void end() {}

                                @Override
                                public void failed(TransportException cause) {
                                    received.complete(cause);
                                }
                            });
                };
        var listener = listen(silent);
        try (var raw = new Raw(listener.port())) {
            raw.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na");
            begun.join();
            listener.close();
            assertThat(end())
                    .returns(Kind.CUT, ExchangeEnd::kind)
                    .returns(0, ExchangeEnd::status)
                    .returns(503, ExchangeEnd::statusToLog)
                    .returns("The listener was closed.", ExchangeEnd::reason);
            assertThat(received.join().kind()).isEqualTo(TransportException.Kind.CANCELLED);
        }
    }

    /** The cut is made, and the loop has not come to tell of it, when the handler ends. */
    @Test
    void tellsNoResponseAsAnsweredThatEndsAfterItWasCut() throws Exception {
        var running = new CompletableFuture<ServerExchange>();
        var drains = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        ExchangeHandler streaming =
                exchange -> {
                    exchange.onDraining(
                            () -> {
                                drains.countDown();
                                Client.await(goesOn);
                            });
                    exchange.respond(200, new FlatHeaders());
                    running.complete(exchange);
                };
        try (var listener = listen(streaming);
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("\r\n\r\n");
            var exchange = running.get(10, TimeUnit.SECONDS);
            var loop = (SingleThreadEventExecutor) exchange.eventLoop();
            Thread.startVirtualThread(() -> listener.drain(Duration.ofSeconds(1)));
            // The loop stands in the handler's own listener: what waits now is the cut.
            Client.await(drains);
            Awaitility.await().until(() -> loop.pendingTasks() > 0);
            loop.execute(exchange::end);
            goesOn.countDown();

            assertThat(end()).returns(Kind.CUT, ExchangeEnd::kind);
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void tellsOfDeadlinesOfHeadAndBody() throws Exception {
        var second = Duration.ofMillis(100);
        var config =
                ListenerConfig.loopback(0).withDeadlines(second, Duration.ofSeconds(60), second);
        try (var listener = HttpListener.bind(loops, config, new Echo(), observer)) {
            Raw.exchange(listener.port(), "GET /slow HT");
            assertThat(end())
                    .returns(408, ExchangeEnd::status)
                    .returns("/slow", ExchangeEnd::target);
            Raw.exchange(
                    listener.port(), "PUT /b HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na");
            assertThat(end())
                    .returns(408, ExchangeEnd::status)
                    .returns(1L, ExchangeEnd::receivedBytes)
                    .returns(Kind.REFUSED, ExchangeEnd::kind);
        }
    }

    @Test
    void tellsTheObserverOfTheExchangeInsteadOfTheListeners() throws Exception {
        var own = new LinkedBlockingQueue<ExchangeEnd>();
        ExchangeHandler handler =
                exchange -> {
                    exchange.observe(own::add);
                    new Echo().handle(exchange);
                };
        try (var listener = listen(handler);
                var raw = new Raw(listener.port())) {
            raw.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").readResponse();
            assertThat(own.poll(10, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void anObserverThatFailsSpoilsNothing() throws Exception {
        ExchangeObserver failing =
                _ -> {
                    throw new IllegalStateException("broken");
                };
        try (var listener =
                        HttpListener.bind(loops, ListenerConfig.loopback(0), new Echo(), failing);
                var raw = new Raw(listener.port())) {
            for (int i = 0; i < 2; i++) {
                assertThat(raw.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").readResponse())
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    private ExchangeEnd end() throws InterruptedException {
        var end = ends.poll(10, TimeUnit.SECONDS);
        assertThat(end).isNotNull();
        return end;
    }

    private HttpListener listen(ExchangeHandler handler) throws IOException {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), handler, observer);
    }
}
