package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@ExtendWith(LeakCheck.class)
class DeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void answers408ToAHeadThatTakesTooLong() throws IOException {
        try (var listener = listen(SHORT, LONG, LONG, new Echo());
                var raw = new Raw(listener.port())) {
            assertThat(raw.send("GET / HTTP/1.1\r\n").readToEnd()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void closesAnIdleConnectionInSilence() throws IOException {
        try (var listener = listen(LONG, SHORT, LONG, new Echo());
                var raw = new Raw(listener.port())) {
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void closesAConnectionThatIsIdleAfterAnExchange() throws IOException {
        try (var listener = listen(LONG, SHORT, LONG, new Echo());
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readResponse();
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void answers408ToABodyThatComesTooSlowly() throws IOException {
        var failure = new CompletableFuture<TransportException>();
        try (var listener = listen(LONG, LONG, SHORT, failing(failure));
                var raw = new Raw(listener.port())) {
            raw.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 408 ");
            assertThat(failure.join().kind()).isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void waitsForAHandlerHoweverLongItTakes() throws Exception {
        ExchangeHandler slow =
                exchange -> {
                    var _ =
                            exchange.eventLoop()
                                    .schedule(
                                            () -> new Echo().handle(exchange), 1, TimeUnit.SECONDS);
                };
        try (var listener = listen(SHORT, SHORT, SHORT, slow);
                var raw = new Raw(listener.port())) {
            raw.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("abc");
        }
    }

    @Test
    void cutsAReaderThatTakesNothing() throws Exception {
        var abandoned = new CompletableFuture<ExchangeEnd>();
        ExchangeHandler large =
                exchange -> {
                    exchange.onAbandoned(abandoned::complete);
                    exchange.respond(200, new FlatHeaders());
                    exchange.data(Unpooled.buffer(64 << 20).writeZero(64 << 20));
                };
        try (var listener = listen(LONG, LONG, SHORT, large);
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(abandoned)
                    .succeedsWithin(10, TimeUnit.SECONDS)
                    .returns(ExchangeEnd.Kind.CUT, ExchangeEnd::kind)
                    .returns("The client took the response too slowly.", ExchangeEnd::reason);
        }
    }

    @Test
    void cutsAReaderThatTakesNothingOfACompleteResponse() throws Exception {
        ExchangeHandler large =
                exchange -> {
                    exchange.respond(
                            200,
                            new FlatHeaders()
                                    .add("Content-Length", Integer.toString(64 << 20))
                                    .add("Connection", "close"));
                    exchange.data(Unpooled.buffer(64 << 20).writeZero(64 << 20));
                    exchange.end();
                };
        try (var listener = listen(LONG, LONG, SHORT, large);
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> listener.connections() == 1);
            await().until(() -> listener.connections() == 0);
        }
    }

    @Test
    void cutsAReaderThatTakesNothingThoughTheConnectionWouldBeKept() throws Exception {
        try (var listener = listen(LONG, LONG, SHORT, whole(64 << 20));
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> listener.connections() == 1);
            await().until(() -> listener.connections() == 0);
        }
    }

    @Test
    void resetsWhereTheEndOfTheConnectionWouldBeTheEndOfTheBody() throws Exception {
        ExchangeHandler untilClose =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    exchange.data(Unpooled.buffer(64 << 20).writeZero(64 << 20));
                    exchange.end();
                };
        try (var listener = listen(LONG, LONG, SHORT, untilClose);
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.0\r\n\r\n");
            await().until(() -> listener.connections() == 1);
            await().until(() -> listener.connections() == 0);
            assertThat(raw.readToEnd()).endsWith("(reset)");
        }
    }

    @Test
    void isNotIdleWhileItsClientTakesACompleteResponse() throws Exception {
        int length = 32 << 20;
        try (var listener = listen(LONG, SHORT, LONG, whole(length));
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
            onLoopIn(Duration.ofSeconds(1));
            assertThat(raw.socket().getInputStream().readNBytes(length)).hasSize(length);
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void judgesEachBodyByItsOwnBytes() throws Exception {
        var window = Duration.ofSeconds(2);
        try (var listener = listen(LONG, LONG, window, new Echo());
                var raw = new Raw(listener.port())) {
            var head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
            raw.send(head + "a".repeat(99_999));
            onLoopIn(Duration.ofMillis(1200));
            raw.send("a" + head + "b");
            assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 ");
            // Past the window that began within the first body, within that of the second.
            onLoopIn(Duration.ofMillis(1400));
            raw.send("b".repeat(99_999));
            assertThat(raw.readResponse()).startsWith("HTTP/1.1 200 ");
        }
    }

    private void onLoopIn(Duration delay) throws Exception {
        loops.next().schedule(() -> {}, delay.toMillis(), TimeUnit.MILLISECONDS).get();
    }

    private static ExchangeHandler whole(int length) {
        return exchange -> {
            exchange.respond(
                    200, new FlatHeaders().add("Content-Length", Integer.toString(length)));
            exchange.data(Unpooled.buffer(length).writeZero(length));
            exchange.end();
        };
    }

    private static ExchangeHandler failing(CompletableFuture<TransportException> failure) {
        return exchange ->
                exchange.receive(
                        new BodySink() {
                            @Override
                            public void data(ByteBuf data) {
                                data.release();
                            }

                            @Override
                            public void end() {}

                            @Override
                            public void failed(TransportException cause) {
                                failure.complete(cause);
                            }
                        });
    }

    private HttpListener listen(
            Duration header, Duration idle, Duration progress, ExchangeHandler handler) {
        return HttpListener.bind(
                loops, ListenerConfig.loopback(0).withDeadlines(header, idle, progress), handler);
    }
}
