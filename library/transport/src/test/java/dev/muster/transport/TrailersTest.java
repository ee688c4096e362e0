package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The fields behind a body, as RFC 9110, section 6.5, has them. */
final class TrailersTest {
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final EventLoops loops = EventLoops.create(1);
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void reachWhoeverReceivesTheBody() throws Exception {
        try (var listener = listen(sum());
                var raw = new Raw(listener.port())) {
            raw.send(POST + "2\r\nhi\r\n0\r\nX-Sum:  1 \r\nTrailer: X-Sum\r\nX-More: 2\r\n\r\n");
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("X-Sum: 1\nX-More: 2\n");
            assertThat(raw.readUntil("\r\n0\r\nx-sum: 7\r\n\r\n")).contains("\r\n\r\n2\r\nhi");

            raw.send(POST + "2\r\nhi\r\n0\r\n\r\n");
            raw.readUntil("\r\n0\r\nx-sum: 7\r\n\r\n");
            assertThat(received).isEmpty();
        }
    }

    @Test
    void areSentBehindABodyThatIsEmpty() throws Exception {
        try (var listener = listen(sum());
                var raw = new Raw(listener.port())) {
            raw.send(POST + "0\r\n\r\n");
            assertThat(raw.readUntil("\r\n0\r\nx-sum: 7\r\n\r\n"))
                    .containsIgnoringCase("transfer-encoding: chunked");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.0\r\nTE: trailers\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close\r\n\r\n",
                "GET /sized HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: close\r\n\r\n"
            })
    void areKeptFromAClientThatCannotTakeThem(String request) throws Exception {
        try (var listener = listen(sum())) {
            assertThat(Raw.exchange(listener.port(), request))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContain("x-sum");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "transfer-encoding: chunked",
                "Host: evil",
                "Authorization: Bearer evil",
                "Content-Type: text/evil",
                "Cookie: a=b",
                "Connection: close",
                "If-Match: *"
            })
    void areRefusedWhereTheySayWhatTheHeadDecides(String field) throws Exception {
        try (var listener = listen(sum())) {
            assertThat(
                            Raw.exchange(
                                    listener.port(),
                                    POST + "2\r\nhi\r\n0\r\n" + field + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("failed: MALFORMED");
        }
    }

    @Test
    void areBoundAsTheHeadIs() throws Exception {
        var config = ListenerConfig.loopback(0).withHeadLimits(1000, 300, 5);
        try (var listener = HttpListener.bind(loops, config, sum())) {
            var many = POST + "0\r\n" + "a: b\r\n".repeat(6) + "\r\n";
            assertThat(Raw.exchange(listener.port(), many)).startsWith("HTTP/1.1 431 ");
            var large = POST + "0\r\na: " + "b".repeat(300) + "\r\n\r\n";
            assertThat(Raw.exchange(listener.port(), large)).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void haveLinesAsLongAsThoseOfTheHeadWhateverExtensionsThereWere() throws Exception {
        var extended = ("1;a=" + "b".repeat(1000) + "\r\nx\r\n").repeat(15);
        try (var listener = listen(sum());
                var raw = new Raw(listener.port())) {
            for (int length : new int[] {1018, 1024, 15_000}) {
                var value = "v".repeat(length);
                raw.send(POST + extended + "0\r\nX-Sum: " + value + "\r\n\r\n");
                raw.readUntil("\r\n0\r\nx-sum: 7\r\n\r\n");
                assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("X-Sum: " + value + "\n");
            }
            raw.send(POST + "0\r\nX-Sum: " + "v".repeat(16 << 10));
            assertThat(raw.readToEnd()).startsWith("HTTP/1.1 431 ");
        }
    }

    @Test
    void goBothWaysThroughAPool() throws Exception {
        try (var listener = listen(sum());
                var pool = new ConnectionPool(loops, PoolConfig.standard())) {
            var answer = new CompletableFuture<String>();
            send(pool, listener.port(), answer);

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("hi x-sum: 7\n");
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("x-sum: 3\n");
        }
    }

    @Test
    void areLeftOutOfAResponseWhereTheySayWhatItsHeadDecides() throws Exception {
        try (var peer =
                        Peer.answering(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + "2\r\nhi\r\n0\r\nCache-Control: no-store\r\n"
                                        + "X-Sum: 7\r\nContent-Length: 9\r\n\r\n");
                var pool = new ConnectionPool(loops, PoolConfig.standard())) {
            var answer = new CompletableFuture<String>();
            send(pool, peer.port(), answer);

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("hi X-Sum: 7\n");
        }
    }

    @Test
    void cannotBeSentWhereTheySayWhatTheHeadDecides() throws Exception {
        var thrown = new CompletableFuture<Throwable>();
        ExchangeHandler handler =
                exchange -> {
                    exchange.respond(200, new FlatHeaders());
                    assertThatThrownBy(
                                    () ->
                                            exchange.trailers(
                                                    new FlatHeaders().add("Set-Cookie", "a=b")))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("Set-Cookie")
                            .satisfies(thrown::complete);
                    exchange.end();
                };
        try (var listener = listen(handler)) {
            Raw.exchange(listener.port(), "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(thrown).isCompleted();
        }
    }

    private void send(ConnectionPool pool, int port, CompletableFuture<String> answer) {
        var loop = loops.next();
        var peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var head = RequestHead.of("POST", "/", new FlatHeaders().add("TE", "trailers"));
        loop.execute(
                () -> {
                    var exchange = pool.send(loop, peer, head, new Gathering(answer));
                    exchange.data(Unpooled.copiedBuffer("hi", StandardCharsets.US_ASCII));
                    exchange.trailers(new FlatHeaders().add("x-sum", "3"));
                    exchange.end();
                });
    }

    private HttpListener listen(ExchangeHandler handler) {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), handler);
    }

    /** Answers with the body of the request, and a field behind it. */
    private ExchangeHandler sum() {
        return exchange -> {
            var headers = new FlatHeaders();
            if (exchange.request().target().equals("/sized")) {
                headers.add("Content-Length", "0");
            }
            var body = Unpooled.buffer();
            exchange.receive(
                    new BodySink() {
                        @Override
                        public void data(ByteBuf data) {
                            body.writeBytes(data);
                            data.release();
                        }

                        @Override
                        public void trailers(FlatHeaders trailers) {
                            received.add(trailers.toString());
                        }

                        @Override
                        public void end() {
                            exchange.respond(200, headers);
                            exchange.data(body);
                            exchange.trailers(new FlatHeaders().add("x-sum", "7"));
                            exchange.end();
                        }

                        @Override
                        public void failed(TransportException cause) {
                            received.add("failed: " + cause.kind());
                        }
                    });
        };
    }

    /** A response as one text. */
    private static final class Gathering implements ResponseSink {
        private final CompletableFuture<String> answer;
        private final StringBuilder text = new StringBuilder();

        Gathering(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        public void head(ResponseHead head) {}

        @Override
        public void data(ByteBuf data) {
            text.append(data.toString(StandardCharsets.US_ASCII));
            data.release();
        }

        @Override
        public void trailers(FlatHeaders trailers) {
            text.append(' ').append(trailers);
        }

        @Override
        public void end() {
            answer.complete(text.toString());
        }

        @Override
        public void failed(TransportException cause) {
            answer.complete("failed: " + cause.kind());
        }
    }
}
