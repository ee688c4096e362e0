package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.transport.TransportException.Kind;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer that stops at every byte of its response, in every way that there is to stop. */
@ExtendWith(LeakCheck.class)
final class CutResponseTest {
    private static final String CHUNKED =
            "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n";
    private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\nhello";
    private static final String UPGRADED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello";

    enum Stop {
        CLOSE,
        RESET,
        NONSENSE,
        SILENCE
    }

    private EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE, false",
        "RESET, false",
        "NONSENSE, false",
        "CLOSE, true",
        "RESET, true",
    })
    void isNeverTakenForTheWhole(Stop stop, boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
        for (var response : new String[] {CHUNKED, SIZED, UNTIL_CLOSE, UPGRADED}) {
            // Where its length is told, whatever comes is the body.
            if (stop == Stop.NONSENSE && response.equals(SIZED)) {
                continue;
            }
            for (int length = 0; length < response.length(); length++) {
                var part = response.substring(0, length);
                var outcome = outcome(part, stop, PoolConfig.standard());
                assertThat(outcome.kind)
                        .as("%s after %s", stop, part)
                        .matches(kind -> isRight(response, part, kind, stop));
                assertThat(outcome.told).hasValue(1);
            }
        }
    }

    /**
     * A body whose length nothing tells ends with the connection, wherever that is behind its head;
     * a reset ends nothing. What was closed before its first byte may be asked for again, and
     * nothing else.
     */
    private static boolean isRight(
            String response, String part, Optional<Kind> failure, Stop stop) {
        boolean mayEnd =
                (response.equals(UNTIL_CLOSE) || response.equals(UPGRADED))
                        && part.contains("\r\n\r\n");
        return failure.map(
                        kind ->
                                switch (kind) {
                                    case CLOSED_BEFORE_RESPONSE ->
                                            stop == Stop.RESET || part.isEmpty();
                                    case CLOSED_WITHIN_RESPONSE ->
                                            stop == Stop.RESET || !part.isEmpty();
                                    case MALFORMED -> stop == Stop.NONSENSE;
                                    default -> false;
                                })
                .orElse(mayEnd && stop != Stop.RESET);
    }

    /** Every deadline fires at its own state; what is waited for is told. */
    @Test
    void isWaitedForNoLongerThanAllowed() throws Exception {
        var brief = Duration.ofMillis(1);
        var config = PoolConfig.standard().withHeadTimeout(brief).withBodyTimeout(brief);
        for (int length = 0; length < CHUNKED.length(); length += 8) {
            var outcome = outcome(CHUNKED.substring(0, length), Stop.SILENCE, config);
            assertThat(outcome.kind).hasValue(Kind.TIMEOUT);
            assertThat(outcome.told).hasValue(1);
        }
    }

    /** The first byte of an interim head is the first of a response. */
    @Test
    void hasBegunWithItsInterimHead() throws Exception {
        int interim = CHUNKED.indexOf("HTTP/1.1 200");
        var config = PoolConfig.standard();
        assertThat(outcome(CHUNKED.substring(0, interim), Stop.CLOSE, config).kind)
                .hasValue(Kind.CLOSED_WITHIN_RESPONSE);
        assertThat(outcome("", Stop.CLOSE, config).kind).hasValue(Kind.CLOSED_BEFORE_RESPONSE);
    }

    /** A reset while the request is still sent, an answer before its end, and one that goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 100 Continue\r\n\r\n", SIZED, CHUNKED})
    void endsARequestThatIsStillBeingSent(String response) throws Exception {
        try (var peer = new Peer(connection -> play(connection, response, Stop.RESET));
                var pool = new ConnectionPool(loops, PoolConfig.standard())) {
            var outcome = new Outcome();
            var loop = loops.next();
            var exchange = new CompletableFuture<ClientExchange>();
            loop.execute(
                    () -> {
                        var head = RequestHead.of("POST", "/", new FlatHeaders());
                        var sent = pool.send(loop, address(peer), head, outcome);
                        sent.data(Unpooled.wrappedBuffer(new byte[1 << 20]));
                        exchange.complete(sent);
                    });
            outcome.over.get(30, TimeUnit.SECONDS);
            onLoop(loop, () -> exchange.join().data(Unpooled.wrappedBuffer(new byte[1 << 10])));
            onLoop(loop, exchange.join()::end);
            assertThat(outcome.told).hasValue(1);
        }
    }

    /** More than the sockets hold, from a peer that leaves while the last of it is unread. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void comesWholeToASlowReaderThoughItsPeerHasLeft(boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
        int length = 100 << 20;
        var left = new CompletableFuture<Boolean>();
        try (var peer =
                        new Peer(
                                connection -> {
                                    connection.readUntil("\r\n\r\n");
                                    connection.send("HTTP/1.1 200 OK\r\n\r\n");
                                    for (int i = 0; i < 100; i++) {
                                        connection.send(new byte[1 << 20]);
                                    }
                                    connection.close();
                                    left.complete(true);
                                });
                var pool = new ConnectionPool(loops, PoolConfig.standard())) {
            var loop = loops.next();
            var slow = new SlowReader(loop);
            loop.execute(
                    () -> {
                        var head = RequestHead.of("GET", "/", new FlatHeaders());
                        var exchange = pool.send(loop, address(peer), head, slow);
                        slow.exchange.complete(exchange);
                        exchange.end();
                    });
            assertThat(slow.over.get(60, TimeUnit.SECONDS)).isEqualTo((long) length);
            assertThat(left.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(slow.unasked).isZero();
        }
    }

    private Outcome outcome(String part, Stop stop, PoolConfig config) throws Exception {
        try (var peer = new Peer(connection -> play(connection, part, stop));
                var pool = new ConnectionPool(loops, config)) {
            var outcome = new Outcome();
            var loop = loops.next();
            loop.execute(
                    () -> {
                        var offer = new FlatHeaders().add("upgrade", "echo");
                        var head = RequestHead.of("GET", "/", offer);
                        pool.send(loop, address(peer), head, outcome).end();
                    });
            outcome.over.get(30, TimeUnit.SECONDS);
            // Whatever else the loop had to tell has been told.
            onLoop(loop, () -> {});
            return outcome;
        }
    }

    private static void play(Raw connection, String part, Stop stop) throws IOException {
        connection.readUntil("\r\n\r\n");
        connection.send(part);
        switch (stop) {
            case CLOSE -> {}
            case RESET -> connection.socket().setSoLinger(true, 0);
            case NONSENSE -> connection.send("\u0000\n\u0000");
            case SILENCE -> connection.readToEnd();
        }
    }

    private static InetSocketAddress address(Peer peer) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port());
    }

    private static void onLoop(EventLoop loop, Runnable action) throws Exception {
        loop.submit(action).get(10, TimeUnit.SECONDS);
    }

    /** What came of an exchange, and how often that was told. */
    private static final class Outcome implements ResponseSink {
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private final AtomicInteger told = new AtomicInteger();
        private volatile Optional<Kind> kind = Optional.empty();

        @Override
        public void head(ResponseHead head) {}

        @Override
        public void data(ByteBuf data) {
            assertThat(over).isNotDone();
            data.release();
        }

        @Override
        public void end() {
            told.incrementAndGet();
            over.complete(true);
        }

        @Override
        public void failed(TransportException cause) {
            kind = Optional.of(cause.kind());
            told.incrementAndGet();
            over.complete(false);
        }
    }

    /** Takes a piece a turn of the loop. */
    private static final class SlowReader implements ResponseSink {
        private final EventLoop loop;
        private final CompletableFuture<Long> over = new CompletableFuture<>();
        private final CompletableFuture<ClientExchange> exchange = new CompletableFuture<>();
        private boolean paused;
        private long read;
        private int unasked;

        SlowReader(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void head(ResponseHead head) {}

        @Override
        public void data(ByteBuf data) {
            unasked += paused ? 1 : 0;
            read += data.readableBytes();
            data.release();
            paused = true;
            exchange.join().pause();
            loop.execute(
                    () -> {
                        paused = false;
                        exchange.join().resume();
                    });
        }

        @Override
        public void end() {
            over.complete(read);
        }

        @Override
        public void failed(TransportException cause) {
            over.completeExceptionally(cause);
        }
    }
}
