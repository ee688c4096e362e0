package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Clients that end their half of the connection after what they had to ask. */
@ExtendWith(LeakCheck.class)
class HalfCloseTest {
    private static final String GET = "GET /%s HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST =
            "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
    private static final String CHUNKED =
            "POST /p HTTP/1.1\r\n"
                    + "Host: x\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + "3\r\n"
                    + "abc\r\n"
                    + "0\r\n\r\n";

    private EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 300", "true, 0", "true, 300"})
    void areAnsweredAndTheConnectionEnds(boolean portable, int delayMillis) throws Exception {
        use(portable);
        try (var listener = listen(delayed(delayMillis))) {
            for (var request : new String[] {GET.formatted("a"), POST, CHUNKED}) {
                try (var raw = halfClosed(listener.port(), request)) {
                    assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200");
                }
            }
            await().until(() -> listener.connections() == 0);
        }
    }

    /** More than the sockets hold, so that a write has to wait. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void areGivenAllOfALongAnswer(boolean portable) throws Exception {
        use(portable);
        int length = 32 << 20;
        ExchangeHandler handler =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    exchange.data(Unpooled.wrappedBuffer(new byte[length]));
                    exchange.end();
                };
        try (var listener = listen(delayed(300, handler));
                var raw = halfClosed(listener.port(), GET.formatted("a"))) {
            assertThat(raw.readToEnd()).hasSizeGreaterThan(length).doesNotContain("(reset)");
        }
    }

    /** Nobody waits for the rest of the body any more: what was said to it stands. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void areGivenAllOfAnAnswerThatCameBeforeTheirBody(boolean portable) throws Exception {
        use(portable);
        int length = 32 << 20;
        ExchangeHandler early =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    exchange.data(Unpooled.wrappedBuffer(new byte[length]));
                    exchange.end();
                };
        try (var listener = listen(early);
                var raw = halfClosed(listener.port(), POST.substring(0, POST.length() - 1))) {
            assertThat(raw.readToEnd()).hasSizeGreaterThan(length).doesNotContain("(reset)");
        }
    }

    @Test
    void areAnsweredAllThatTheyAskedAtOnce() throws Exception {
        try (var listener = listen(delayed(100));
                var raw =
                        halfClosed(
                                listener.port(), GET.formatted("a") + POST + GET.formatted("b"))) {
            assertThat(raw.readToEnd()).containsSubsequence("GET /a", "POST /p\nabc", "GET /b");
        }
    }

    @Test
    void loseAnExchangeWhoseRequestIsNotWhole() throws Exception {
        var failed = new CompletableFuture<TransportException>();
        ExchangeHandler handler =
                exchange -> {
                    exchange.onAbandoned(_ -> failed.complete(null));
                    new Echo().handle(exchange);
                };
        try (var listener = listen(handler)) {
            for (var part : new String[] {"GET /", POST.substring(0, POST.length() - 1)}) {
                try (var raw = halfClosed(listener.port(), part)) {
                    assertThat(raw.readToEnd()).isIn("", "(reset)");
                }
            }
            assertThat(failed.get(10, TimeUnit.SECONDS)).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void areTakenForGoneWhenNothingIsAnsweredForLong(boolean portable) throws Exception {
        use(portable);
        var gone = new CountDownLatch(1);
        ExchangeHandler silent = exchange -> exchange.onAbandoned(_ -> gone.countDown());
        try (var listener = listen(silent)) {
            new Raw(listener.port()).send(GET.formatted("a")).close();
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(10)).until(() -> listener.connections() == 0);
        }
    }

    @Test
    void endAStreamThatNobodyReadsAnyMore() throws Exception {
        var gone = new CountDownLatch(1);
        ExchangeHandler streaming =
                exchange -> {
                    exchange.onAbandoned(_ -> gone.countDown());
                    exchange.respond(200, new FlatHeaders());
                };
        try (var listener = listen(streaming)) {
            try (var raw = new Raw(listener.port())) {
                raw.send(GET.formatted("a")).readUntil("\r\n\r\n");
            }
            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void unusedConnectionsEndAtOnce() throws Exception {
        try (var listener = listen(new Echo())) {
            try (var raw = new Raw(listener.port())) {
                raw.send(GET.formatted("a")).readResponse();
                raw.socket().shutdownOutput();
                assertThat(raw.readToEnd()).isEmpty();
            }
            try (var raw = new Raw(listener.port())) {
                raw.socket().shutdownOutput();
                assertThat(raw.readToEnd()).isEmpty();
            }
        }
    }

    private static ExchangeHandler delayed(int millis) {
        return delayed(millis, new Echo());
    }

    private static ExchangeHandler delayed(int millis, ExchangeHandler handler) {
        return exchange -> {
            var _ =
                    exchange.eventLoop()
                            .schedule(
                                    () -> handler.handle(exchange), millis, TimeUnit.MILLISECONDS);
        };
    }

    private HttpListener listen(ExchangeHandler handler) {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), handler);
    }

    private void use(boolean portable) {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
    }

    private static Raw halfClosed(int port, String request) throws IOException {
        var raw = new Raw(port).send(request);
        raw.socket().shutdownOutput();
        return raw;
    }
}
