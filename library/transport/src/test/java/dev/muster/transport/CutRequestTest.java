package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that stops at every byte of what it asks, in every way that there is to stop. */
@ExtendWith(LeakCheck.class)
final class CutRequestTest {
    private static final String ASKED =
            "POST /echo HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n"
                    + "PUT /early HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                    + "POST /fails HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 5\r\n\r\nhello";
    private static final String UPGRADED =
            "GET /up HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nhello";

    enum Stop {
        CLOSE,
        RESET,
        HALF,
        SILENCE
    }

    private final Queue<Told> exchanges = new ConcurrentLinkedQueue<>();
    private EventLoops loops = EventLoops.create(1);

    @AfterEach
    void close() {
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE, false",
        "RESET, false",
        "HALF, false",
        "SILENCE, false",
        "CLOSE, true",
        "RESET, true",
        "HALF, true"
    })
    void hearsAndTellsOfEachExchangeOnce(Stop stop, boolean portable) throws Exception {
        if (portable) {
            loops.close();
            loops = EventLoops.portable(1);
        }
        var brief = stop == Stop.SILENCE ? Duration.ofMillis(1) : Duration.ofSeconds(60);
        var config = ListenerConfig.loopback(0).withDeadlines(brief, brief, brief);
        try (var listener = HttpListener.bind(loops, config, this::answer)) {
            // A silent client costs a tick of the watch each.
            int step = stop == Stop.SILENCE ? 16 : 1;
            stopWithin(ASKED, stop, step, listener.port());
            // Of another protocol's pace nothing is known.
            stopWithin(UPGRADED, stop == Stop.SILENCE ? Stop.HALF : stop, step, listener.port());
            await().atMost(Duration.ofSeconds(60)).until(() -> listener.connections() == 0);
        }
        assertThat(exchanges).isNotEmpty().allSatisfy(Told::assertOnce);
    }

    private static void stopWithin(String asked, Stop stop, int step, int port) throws IOException {
        for (int length = 0; length <= asked.length(); length += step) {
            try (var raw = new Raw(port)) {
                raw.send(asked.substring(0, length));
                switch (stop) {
                    case CLOSE -> {}
                    case RESET -> raw.socket().setSoLinger(true, 0);
                    case HALF -> {
                        raw.socket().shutdownOutput();
                        raw.readToEnd();
                    }
                    case SILENCE -> raw.readToEnd();
                }
            } catch (SocketException e) {
                // The listener has had enough before all was sent.
                assertThat(stop).isNotEqualTo(Stop.CLOSE);
            }
        }
    }

    private void answer(ServerExchange exchange) {
        var told = new Told(exchange);
        exchanges.add(told);
        exchange.observe(_ -> told.ends.incrementAndGet());
        exchange.onAbandoned(_ -> told.abandoned.incrementAndGet());
        switch (exchange.request().target()) {
            case "/up" -> exchange.upgrade("echo", new FlatHeaders(), told);
            case "/early" -> {
                exchange.respond(200, new FlatHeaders());
                exchange.data(Unpooled.wrappedBuffer(new byte[100]));
                exchange.end();
            }
            case "/fails" -> {
                exchange.receive(told);
                exchange.failed(
                        new TransportException(TransportException.Kind.CANCELLED, "enough"));
            }
            default -> exchange.receive(told);
        }
    }

    /** What an exchange has heard and told: takes a piece a turn of the loop, and sends it back. */
    private static final class Told implements BodySink {
        private final ServerExchange exchange;
        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicInteger abandoned = new AtomicInteger();
        private final AtomicInteger bodyEnds = new AtomicInteger();
        private boolean responding;

        Told(ServerExchange exchange) {
            this.exchange = exchange;
            responding = exchange.request().target().equals("/up");
        }

        void assertOnce() {
            assertThat(ends).hasValue(1);
            assertThat(abandoned).hasValueLessThan(2);
            assertThat(bodyEnds).hasValueLessThan(2);
        }

        @Override
        public void data(ByteBuf data) {
            respond();
            exchange.data(data);
            exchange.pause();
            exchange.eventLoop().execute(exchange::resume);
        }

        @Override
        public void trailers(FlatHeaders trailers) {
            respond();
            exchange.trailers(trailers);
        }

        @Override
        public void end() {
            bodyEnds.incrementAndGet();
            respond();
            exchange.end();
        }

        @Override
        public void failed(TransportException cause) {
            bodyEnds.incrementAndGet();
        }

        private void respond() {
            if (!responding) {
                responding = true;
                exchange.respond(200, new FlatHeaders());
            }
        }
    }
}
