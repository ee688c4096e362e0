package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A connection that changes to another protocol (RFC 9110, section 7.8). */
@ExtendWith(LeakCheck.class)
final class UpgradeTest {
    private static final String OFFER =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    private final EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void handsTheBytesOfTheConnectionOver() throws Exception {
        try (var listener = listen(echo());
                var raw = new Raw(listener.port())) {
            raw.send(OFFER + "sent at once ");
            assertThat(raw.readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                    .containsIgnoringCase("\r\nconnection: upgrade\r\n")
                    .containsIgnoringCase("\r\nupgrade: echo\r\n")
                    .doesNotContainIgnoringCase("transfer-encoding")
                    .doesNotContainIgnoringCase("content-length");
            assertThat(raw.readUntil("once ")).isEqualTo("sent at once ");
            raw.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(raw.readUntil("\r\n\r\n")).isEqualTo("GET / HTTP/1.1\r\n\r\n");

            raw.socket().shutdownOutput();
            assertThat(raw.readToEnd()).isEqualTo("bye");
        }
    }

    @Test
    void saysNothingOfALength() throws Exception {
        ExchangeHandler sized =
                exchange -> {
                    var headers = new FlatHeaders().add("content-length", "4");
                    exchange.upgrade("echo", headers, new Echoing(exchange));
                };
        try (var listener = listen(sized);
                var raw = new Raw(listener.port())) {
            assertThat(raw.send(OFFER + "longer").readUntil("longer"))
                    .doesNotContainIgnoringCase("content-length");
        }
    }

    @Test
    void tellsOfTheExchangeOnceItIsOver() throws Exception {
        var told = new CompletableFuture<ExchangeEnd>();
        var config = ListenerConfig.loopback(0);
        try (var listener = HttpListener.bind(loops, config, echo(), told::complete);
                var raw = new Raw(listener.port())) {
            raw.send(OFFER + "four");
            raw.readUntil("four");
            assertThat(told).isNotDone();
            raw.socket().shutdownOutput();

            var end = told.get(10, TimeUnit.SECONDS);
            assertThat(end.status()).isEqualTo(101);
            assertThat(end.kind()).isEqualTo(ExchangeEnd.Kind.ANSWERED);
            assertThat(end.receivedBytes()).isEqualTo(4);
            assertThat(end.sentBytes()).isEqualTo("fourbye".length());
        }
    }

    @Test
    void asksNothingOfThePaceOfWhatComes() throws Exception {
        var brief = Duration.ofMillis(100);
        var config = ListenerConfig.loopback(0).withDeadlines(brief, brief, brief);
        try (var listener = HttpListener.bind(loops, config, echo());
                var raw = new Raw(listener.port())) {
            raw.send(OFFER).readUntil("\r\n\r\n");
            assertThat(raw.isLeftWithin(Duration.ofSeconds(1))).isFalse();
            raw.send("late");
            assertThat(raw.readUntil("late")).isEqualTo("late");
        }
    }

    @Test
    void endsWhenTheListenerDrains() throws Exception {
        try (var listener = listen(echo());
                var raw = new Raw(listener.port())) {
            raw.send(OFFER + "a").readUntil("\r\n\r\na");
            listener.drain(Duration.ofSeconds(2));
            assertThat(raw.isLeftWithin(Duration.ofSeconds(10))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n",
                "GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n"
                        + "Content-Length: 2\r\n\r\nhi"
            })
    void happensOnlyWhereTheClientOffersIt(String request) throws Exception {
        var refused = new CompletableFuture<Boolean>();
        ExchangeHandler handler =
                exchange -> {
                    assertThatThrownBy(
                                    () ->
                                            exchange.upgrade(
                                                    "echo",
                                                    new FlatHeaders(),
                                                    new Echoing(exchange)))
                            .isInstanceOf(IllegalStateException.class);
                    refused.complete(true);
                    exchange.respond(200, new FlatHeaders().add("connection", "close"));
                    exchange.end();
                };
        try (var listener = listen(handler)) {
            assertThat(Raw.exchange(listener.port(), request)).startsWith("HTTP/1.1 200 ");
            assertThat(refused).isCompleted();
        }
    }

    @Test
    void givesWhoeverAskedTheBytesOfTheNewProtocol() throws Exception {
        try (var listener = listen(echo());
                var pool = new ConnectionPool(loops, PoolConfig.standard())) {
            var talk = new Talk("hello", 5);
            talk.start(pool, listener.port(), "echo");
            assertThat(talk.text.get(10, TimeUnit.SECONDS)).isEqualTo("101 echo: hellobye");
        }
    }

    @Test
    void isMalformedWhereAnotherProtocolWasOffered() throws Exception {
        try (var peer =
                        Peer.answering(
                                "HTTP/1.1 101 Switching Protocols\r\n"
                                        + "Connection: upgrade\r\nUpgrade: echo\r\n\r\n");
                var pool = new ConnectionPool(loops, PoolConfig.standard())) {
            var talk = new Talk("", 0);
            talk.start(pool, peer.port(), "other");
            assertThat(talk.text.get(10, TimeUnit.SECONDS)).isEqualTo("failed: MALFORMED");
        }
    }

    /** As a gateway would: more than the sockets hold, so that each side holds the other back. */
    @Test
    void goesThroughAProxyWithItsBackPressure() throws Exception {
        int length = 16 << 20;
        try (var service = listen(echo());
                var pool = new ConnectionPool(loops, PoolConfig.standard());
                var proxy = listen(exchange -> new Tunnel(exchange, pool, service.port()).open());
                var raw = new Raw(proxy.port())) {
            raw.send(OFFER).readUntil("\r\n\r\n");
            var sender =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    raw.send(new byte[length]).socket().shutdownOutput();
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            assertThat(raw.readToEnd()).hasSize(length + 3).endsWith("bye");
            sender.get(10, TimeUnit.SECONDS);
        }
    }

    private HttpListener listen(ExchangeHandler handler) {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), handler);
    }

    /** Sends back what comes, and says goodbye to whoever sends no more. */
    private static ExchangeHandler echo() {
        return exchange -> exchange.upgrade("echo", new FlatHeaders(), new Echoing(exchange));
    }

    private record Echoing(ServerExchange exchange) implements BodySink {
        Echoing {
            exchange.onWritable(exchange::resume);
        }

        @Override
        public void data(ByteBuf data) {
            exchange.data(data);
            if (!exchange.isWritable()) {
                exchange.pause();
            }
        }

        @Override
        public void end() {
            exchange.data(Unpooled.copiedBuffer("bye", StandardCharsets.US_ASCII));
            exchange.end();
        }

        @Override
        public void failed(TransportException cause) {}
    }

    /** One that speaks echo: says something, and ends once so much has come back. */
    private final class Talk implements ResponseSink {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final StringBuilder received = new StringBuilder();
        private final String words;
        private final int expected;
        private int count;
        private ClientExchange exchange = new Unopened();

        Talk(String words, int expected) {
            this.words = words;
            this.expected = expected;
        }

        void start(ConnectionPool pool, int port, String protocol) {
            var loop = loops.next();
            loop.execute(
                    () -> {
                        exchange = pool.send(loop, loopback(port), offer(protocol), this);
                        exchange.end();
                    });
        }

        @Override
        public void head(ResponseHead head) {
            received.append(head.status())
                    .append(' ')
                    .append(head.fields().get("upgrade"))
                    .append(": ");
            exchange.data(Unpooled.copiedBuffer(words, StandardCharsets.US_ASCII));
        }

        @Override
        public void data(ByteBuf data) {
            count += data.readableBytes();
            received.append(data.toString(StandardCharsets.US_ASCII));
            data.release();
            if (count == expected) {
                exchange.end();
            }
        }

        @Override
        public void end() {
            text.complete(received.toString());
        }

        @Override
        public void failed(TransportException cause) {
            text.complete("failed: " + cause.kind());
        }
    }

    /** Passes what either side says on to the other. */
    private static final class Tunnel implements ResponseSink {
        private final ServerExchange client;
        private final ConnectionPool pool;
        private final int port;
        private ClientExchange upstream = new Unopened();

        Tunnel(ServerExchange client, ConnectionPool pool, int port) {
            this.client = client;
            this.pool = pool;
            this.port = port;
        }

        void open() {
            upstream = pool.send(client.eventLoop(), loopback(port), offer("echo"), this);
            upstream.onWritable(client::resume);
            upstream.end();
        }

        @Override
        public void head(ResponseHead head) {
            client.onWritable(upstream::resume);
            client.upgrade("echo", new FlatHeaders(), new FromClient());
        }

        @Override
        public void data(ByteBuf data) {
            client.data(data);
            if (!client.isWritable()) {
                upstream.pause();
            }
        }

        @Override
        public void end() {
            client.end();
        }

        @Override
        public void failed(TransportException cause) {
            client.failed(cause);
        }

        private final class FromClient implements BodySink {
            @Override
            public void data(ByteBuf data) {
                upstream.data(data);
                if (!upstream.isWritable()) {
                    client.pause();
                }
            }

            @Override
            public void end() {
                upstream.end();
            }

            @Override
            public void failed(TransportException cause) {
                upstream.failed(cause);
            }
        }
    }

    /** Nothing has been sent yet. */
    private static final class Unopened implements ClientExchange {
        @Override
        public void data(ByteBuf data) {
            data.release();
        }

        @Override
        public void end() {}

        @Override
        public void failed(TransportException cause) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public boolean isWritable() {
            return false;
        }

        @Override
        public void onWritable(Runnable action) {}
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static RequestHead offer(String protocol) {
        return RequestHead.of("GET", "/", new FlatHeaders().add("Upgrade", protocol));
    }
}
