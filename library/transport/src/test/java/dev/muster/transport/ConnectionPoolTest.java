package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

@ExtendWith(LeakCheck.class)
class ConnectionPoolTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private final EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void sendsARequestAndReceivesItsResponse() throws Exception {
        try (var listener = echo()) {
            var answer = client().send(listener.port(), "POST", "/a?b", "hello");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("POST /a?b\nhello");
        }
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        var client = client();
        try (var listener = echo()) {
            for (int i = 0; i < 10; i++) {
                client.send(listener.port(), "GET", "/" + i, "");
            }
            assertThat(listener.connections()).isEqualTo(1);
        }
    }

    @Test
    void opensAsManyConnectionsAsThereAreExchangesAtATime() throws Exception {
        var client = client();
        try (var listener =
                HttpListener.bind(
                        loops,
                        ListenerConfig.loopback(0),
                        exchange -> {
                            var _ =
                                    exchange.eventLoop()
                                            .schedule(
                                                    () -> new Echo().handle(exchange),
                                                    50,
                                                    TimeUnit.MILLISECONDS);
                        })) {
            var first = client.start(listener.port(), "GET", "/1", "");
            var second = client.start(listener.port(), "GET", "/2", "");
            assertThat(Client.await(first).body()).isEqualTo("GET /1\n");
            assertThat(Client.await(second).body()).isEqualTo("GET /2\n");
            assertThat(listener.connections()).isEqualTo(2);
        }
    }

    @Test
    void namesThePeerInHostAndSaysThatAPostIsEmpty() throws Exception {
        var head = new CompletableFuture<String>();
        try (var peer =
                new Peer(
                        connection -> {
                            head.complete(connection.readUntil("\r\n\r\n"));
                            connection.send(OK + "Content-Length: 0\r\n\r\n");
                        })) {
            client().send(peer.port(), "POST", "/", "");
            assertThat(head.join())
                    .isEqualTo(
                            "POST / HTTP/1.1\r\nhost: localhost:"
                                    + peer.port()
                                    + "\r\ncontent-length: 0\r\n\r\n");
        }
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(failure(client(), port).kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 Odd\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 200 O\u0001K\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 200 OK\r\n"
                        + "Content-Length: 5\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"
            })
    void tellsThatAResponseIsNoHttp(String response) throws Exception {
        try (var peer = Peer.answering(response)) {
            assertThat(failure(client(), peer.port()).kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 70000", "1001, 1", "1, 200000"})
    void tellsThatTheHeadOfAResponseIsTooLarge(int fields, int length) throws Exception {
        var field = "X: " + "y".repeat(length) + "\r\n";
        try (var peer = Peer.answering(OK + field.repeat(fields) + "\r\n")) {
            var failure = failure(client(), peer.port());
            assertThat(failure.kind()).isEqualTo(Kind.HEAD_TOO_LARGE);
            assertThat(failure.reason()).contains("65536 bytes", "1000 fields", "use fewer");
        }
    }

    @Test
    void givesUpOnAPeerThatSendsInterimHeadsForever() throws Exception {
        try (var peer = Peer.answering("HTTP/1.1 102 Processing\r\n\r\n".repeat(1000))) {
            assertThat(failure(client(), peer.port()).kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\n"
                        + "Transfer-Encoding: Chunked\r\n\r\n"
                        + "5\r\n"
                        + "hello\r\n"
                        + "0\r\n"
                        + "A: b\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            })
    void readsEveryFraming(String response) throws Exception {
        try (var peer = Peer.answering(response)) {
            assertThat(client().send(peer.port(), "GET", "/", "").body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"
            })
    void expectsNoBodyWhereTheStatusHasNone(String response) throws Exception {
        try (var peer = repeating(response)) {
            var client = client();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(peer.port(), "GET", "/", "").body()).isEmpty();
            }
            assertThat(peer.accepted()).isEqualTo(1);
        }
    }

    @Test
    void expectsNoBodyInTheResponseToHead() throws Exception {
        try (var peer = repeating(OK + "Content-Length: 5\r\n\r\n")) {
            var client = client();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(peer.port(), "HEAD", "/", "").body()).isEmpty();
            }
            assertThat(peer.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore"
            })
    void doesNotUseADoubtfulConnectionAgain(String response) throws Exception {
        try (var peer = repeating(response)) {
            var client = client();
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(peer.port(), "GET", "/", "").status()).isEqualTo(200);
            }
            assertThat(peer.accepted()).isEqualTo(3);
        }
    }

    @Test
    void tellsAStaleConnectionFromADeadPeer() throws Exception {
        try (var peer =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            connection.send(OK + "Content-Length: 0\r\n\r\n");
                            connection.readUntil("\r\n\r\n");
                        })) {
            var client = client();
            client.send(peer.port(), "GET", "/", "");
            var failure = failure(client, peer.port());
            assertThat(failure.kind()).isEqualTo(Kind.CLOSED_BEFORE_RESPONSE);
            assertThat(failure.reused()).isTrue();
        }
        try (var peer = Peer.answering("")) {
            var failure = failure(client(), peer.port());
            assertThat(failure.kind()).isEqualTo(Kind.CLOSED_BEFORE_RESPONSE);
            assertThat(failure.reused()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
            })
    void neverTakesATruncatedResponseForAWholeOne(String response) throws Exception {
        try (var peer = Peer.answering(response)) {
            assertThat(failure(client(), peer.port()).kind())
                    .isEqualTo(Kind.CLOSED_WITHIN_RESPONSE);
        }
    }

    @Test
    void neverTakesAResetForTheEndOfABody() throws Exception {
        var sink = new Counting();
        try (var peer =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            connection.send(OK + "\r\nhello");
                            await().until(() -> sink.received.get() == 5);
                            connection.socket().setSoLinger(true, 0);
                        })) {
            var exchange = open(peer.port(), sink).exchange;
            loops.next().execute(exchange::end);
            assertThat(sink.done)
                    .failsWithin(10, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("within its response");
        }
    }

    @Test
    void failsWhatRunsWhenItIsClosed() throws Exception {
        try (var peer = new Peer(Raw::readToEnd)) {
            var pool = new ConnectionPool(loops, PoolConfig.standard());
            var client = new Client(pool, loops.next());
            var running = client.start(peer.port(), "GET", "/", "");
            await().until(() -> peer.accepted() == 1);
            pool.close();
            assertThat(running).failsWithin(5, TimeUnit.SECONDS);
            assertThat(failure(client, peer.port()).kind()).isEqualTo(Kind.CANCELLED);
        }
    }

    @Test
    void holdsBackAPeerThatAnswersFasterThanIsReceived() throws Exception {
        long total = 64L << 20;
        var sent = new AtomicLong();
        try (var peer =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            connection.send(OK + "Content-Length: " + total + "\r\n\r\n");
                            var piece = new byte[64 << 10];
                            while (sent.get() < total) {
                                connection.send(piece);
                                sent.addAndGet(piece.length);
                            }
                        })) {
            var sink = new Counting();
            var exchange = open(peer.port(), sink);
            exchange.pauseOnLoop();
            var before = new AtomicLong(-1);
            await().pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(total);
            exchange.resumeOnLoop();
            assertThat(sink.done).succeedsWithin(30, TimeUnit.SECONDS);
            assertThat(sink.received.get()).isEqualTo(total);
        }
    }

    @Test
    void hearsNothingOfAnExchangeItGaveUp() throws Exception {
        try (var peer =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            connection.readToEnd();
                        })) {
            var sink = new Counting();
            var exchange = open(peer.port(), sink);
            await().until(() -> peer.accepted() == 1);
            loops.next()
                    .submit(
                            () ->
                                    exchange.exchange.failed(
                                            new TransportException(Kind.CANCELLED, "enough")))
                    .get();
            assertThat(sink.done).isNotDone();
        }
    }

    @Test
    void refusesATargetThatWouldForgeARequest() throws Exception {
        var request = RequestHead.of("GET", "/ HTTP/1.1\r\nX: y", new FlatHeaders());
        var peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        var pool = new ConnectionPool(loops, PoolConfig.standard());
        var loop = loops.next();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(
                        () ->
                                loop.submit(() -> pool.send(loop, peer, request, new Counting()))
                                        .get())
                .withCauseInstanceOf(IllegalArgumentException.class);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> pool.send(loop, peer, request, new Counting()));
    }

    @Test
    void framesABodyOfUnknownLengthInChunks() throws Exception {
        var body = new CompletableFuture<String>();
        try (var peer =
                new Peer(
                        connection -> {
                            connection.readUntil("\r\n\r\n");
                            body.complete(connection.readUntil("0\r\n\r\n"));
                            connection.send(OK + "Content-Length: 0\r\n\r\n");
                        })) {
            var sink = new Counting();
            var exchange = open(peer.port(), sink).exchange;
            var loop = loops.next();
            for (var piece : new String[] {"one", "two"}) {
                loop.submit(() -> exchange.data(text(piece))).get();
            }
            loop.submit(exchange::end).get();
            assertThat(body.get(5, TimeUnit.SECONDS))
                    .isEqualTo("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
            assertThat(sink.done).succeedsWithin(5, TimeUnit.SECONDS);
        }
    }

    private static Peer repeating(String response) throws IOException {
        return new Peer(
                connection -> {
                    while (true) {
                        connection.readUntil("\r\n\r\n");
                        connection.send(response);
                    }
                });
    }

    private Client client() {
        return new Client(new ConnectionPool(loops, PoolConfig.standard()), loops.next());
    }

    private static TransportException failure(Client client, int port) throws Exception {
        try {
            throw new AssertionError("answered: " + client.send(port, "GET", "/", ""));
        } catch (TransportException e) {
            return e;
        }
    }

    private HttpListener echo() {
        return HttpListener.bind(loops, ListenerConfig.loopback(0), new Echo());
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private Open open(int port, ResponseSink sink) throws Exception {
        var loop = loops.next();
        var pool = new ConnectionPool(loops, PoolConfig.standard());
        var request = RequestHead.of("POST", "/", new FlatHeaders());
        var peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new Open(loop.submit(() -> pool.send(loop, peer, request, sink)).get());
    }

    private final class Open {
        private final ClientExchange exchange;

        private Open(ClientExchange exchange) {
            this.exchange = exchange;
        }

        private void pauseOnLoop() {
            loops.next().execute(exchange::pause);
        }

        private void resumeOnLoop() {
            loops.next().execute(exchange::resume);
        }
    }

    private static final class Counting implements ResponseSink {
        private final AtomicLong received = new AtomicLong();
        private final CompletableFuture<Void> done = new CompletableFuture<>();

        @Override
        public void head(ResponseHead head) {}

        @Override
        public void data(ByteBuf data) {
            received.addAndGet(data.readableBytes());
            data.release();
        }

        @Override
        public void end() {
            done.complete(null);
        }

        @Override
        public void failed(TransportException cause) {
            done.completeExceptionally(cause);
        }
    }
}
