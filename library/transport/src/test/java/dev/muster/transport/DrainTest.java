package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@ExtendWith(LeakCheck.class)
class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final EventLoops loops = EventLoops.create(2);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void finishesWhatRunsAndThenCloses() throws Exception {
        var started = new CompletableFuture<ServerExchange>();
        var listener = listen(started::complete);
        try (var raw = new Raw(listener.port())) {
            raw.send(GET);
            var exchange = started.get();
            var drained = Thread.startVirtualThread(() -> listener.drain(Duration.ofMinutes(1)));
            await().until(() -> refusesConnections(listener.port()));
            exchange.eventLoop().execute(() -> new Echo().handle(exchange));
            assertThat(raw.readToEnd())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("connection: close\r\n");
            assertThat(drained.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void answersARequestThatArrivesOnAnOpenConnectionWhileDraining() throws Exception {
        var listener = listen(new Echo());
        try (var raw = new Raw(listener.port())) {
            raw.send(GET).readResponse();
            var drained = Thread.startVirtualThread(() -> listener.drain(Duration.ofMinutes(1)));
            await().until(() -> refusesConnections(listener.port()));
            assertThat(raw.send(GET).readToEnd()).contains("connection: close\r\n");
            assertThat(drained.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void tellsThoseWhoAskedSoThatTheyEndAtOnce() throws Exception {
        var listener =
                listen(
                        exchange -> {
                            exchange.respond(200, new FlatHeaders());
                            exchange.onDraining(exchange::end);
                        });
        try (var raw = new Raw(listener.port())) {
            raw.send(GET).readUntil("\r\n\r\n");
            listener.drain(Duration.ofDays(1));
            assertThat(raw.readToEnd()).isEqualTo("0\r\n\r\n");
        }
    }

    @Test
    void cutsAResponseWithoutAnEndLongBeforeTheGraceEnds() throws Exception {
        var kept = new CompletableFuture<ServerExchange>();
        var listener =
                listen(
                        exchange -> {
                            var headers = new FlatHeaders();
                            boolean hasEnd = exchange.request().target().equals("/length");
                            if (hasEnd) {
                                headers.append("content-length", "2");
                                kept.complete(exchange);
                            }
                            exchange.respond(200, headers);
                            exchange.data(Unpooled.copiedBuffer(new byte[] {'a'}));
                        });
        try (var endless = new Raw(listener.port());
                var finite = new Raw(listener.port())) {
            endless.send(GET).readUntil("a");
            finite.send("GET /length HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\na");
            var drained = Thread.startVirtualThread(() -> listener.drain(Duration.ofSeconds(12)));
            assertThat(endless.readToEnd()).doesNotContain("0\r\n\r\n");
            var exchange = kept.join();
            exchange.eventLoop()
                    .execute(
                            () -> {
                                exchange.data(Unpooled.copiedBuffer(new byte[] {'b'}));
                                exchange.end();
                            });
            assertThat(finite.readUntil("b")).isEqualTo("b");
            assertThat(drained.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void closesIdleConnectionsLongBeforeTheGraceEnds() throws Exception {
        var listener = listen(new Echo());
        try (var raw = new Raw(listener.port())) {
            raw.send(GET).readResponse();
            var drained = Thread.startVirtualThread(() -> listener.drain(Duration.ofMinutes(5)));
            assertThat(drained.join(Duration.ofSeconds(30))).isTrue();
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    @Test
    void cutsWhatStillRunsWhenTheGraceEnds() throws Exception {
        var abandoned = new CompletableFuture<Void>();
        var started = new CompletableFuture<Void>();
        var listener =
                listen(
                        exchange -> {
                            exchange.onAbandoned(_ -> abandoned.complete(null));
                            started.complete(null);
                        });
        try (var raw = new Raw(listener.port())) {
            raw.send(GET);
            started.get();
            listener.drain(Duration.ofMillis(50));
            assertThat(abandoned).succeedsWithin(5, TimeUnit.SECONDS);
            assertThat(raw.readToEnd()).isIn("", "(reset)");
        }
    }

    @Test
    void drainsAListenerThatNobodyUses() {
        listen(new Echo()).drain(Duration.ofMinutes(5));
    }

    @Test
    void saysThatAPortIsTaken() {
        try (var listener = listen(new Echo())) {
            assertThatExceptionOfType(TransportException.class)
                    .isThrownBy(
                            () ->
                                    HttpListener.bind(
                                            loops,
                                            ListenerConfig.loopback(listener.port()),
                                            new Echo()))
                    .matches(e -> e.kind() == Kind.CANNOT_LISTEN)
                    .withMessageContaining("port " + listener.port() + " is taken by java (pid ");
        }
    }

    @Test
    void worksOnTheSelectorsOfTheJdk() throws Exception {
        try (var portable = EventLoops.portable(1);
                var listener = HttpListener.bind(portable, ListenerConfig.loopback(0), new Echo());
                var raw = new Raw(listener.port())) {
            assertThat(raw.send(GET).readResponse()).endsWith("GET /\n");
            listener.drain(Duration.ofSeconds(20));
            assertThat(raw.readToEnd()).isEmpty();
        }
    }

    private static boolean refusesConnections(int port) throws IOException {
        try (var _ = new Raw(port)) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    private HttpListener listen(ExchangeHandler handler) {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), handler);
    }
}
