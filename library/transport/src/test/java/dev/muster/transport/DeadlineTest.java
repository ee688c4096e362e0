package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;

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
        var abandoned = new CompletableFuture<Void>();
        ExchangeHandler large =
                exchange -> {
                    exchange.onAbandoned(() -> abandoned.complete(null));
                    exchange.respond(HttpResponseStatus.OK, new FlatHeaders());
                    exchange.data(Unpooled.buffer(64 << 20).writeZero(64 << 20));
                };
        try (var listener = listen(LONG, LONG, SHORT, large);
                var raw = new Raw(listener.port())) {
            raw.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(abandoned).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void cutsAReaderThatTakesNothingOfACompleteResponse() throws Exception {
        ExchangeHandler large =
                exchange -> {
                    exchange.respond(
                            HttpResponseStatus.OK,
                            new FlatHeaders()
                                    .add("Content-Length", 64 << 20)
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
