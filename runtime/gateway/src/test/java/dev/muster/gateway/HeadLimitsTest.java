package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;
import dev.muster.transport.BodySink;
import dev.muster.transport.EventLoops;
import dev.muster.transport.ExchangeEnd;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.HttpListener;
import dev.muster.transport.ListenerConfig;
import dev.muster.transport.ServerExchange;
import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the gateway lets in is never too much for a service behind it. */
class HeadLimitsTest {
    private static final String LONG_HOST = "x".repeat(255) + ":65535";

    private final EventLoops loops = EventLoops.create(1);
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpListener service =
            HttpListener.bind(
                    loops,
                    ListenerConfig.loopback(0),
                    exchange -> exchange.receive(new Served(exchange)),
                    this::ended);

    private final Scene scene = new Scene();

    /** Answers once the request has come to its end. */
    private final class Served implements BodySink {
        private final ServerExchange exchange;

        Served(ServerExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void data(ByteBuf data) {
            data.release();
        }

        @Override
        public void end() {
            served.incrementAndGet();
            exchange.respond(200, new FlatHeaders());
            exchange.end();
        }

        @Override
        public void failed(TransportException cause) {}
    }

    @BeforeEach
    void route() {
        var endpoint = new Endpoint("svc-1", "127.0.0.1", service.port(), Map.of());
        scene.registry.publish("svc", List.of(endpoint));
        scene.gateway.routes(RouteTable.of(new Route("/", "svc")));
    }

    @AfterEach
    void close() {
        scene.close();
        service.close();
        loops.close();
        assertThat(refused).as("heads that the service refused").hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {14_000, 14_500, 15_000, 15_200, 15_300, 15_360, 15_500, 16_000, 16_384, 17_000})
    void headersOfEverySize(int bytes) throws IOException {
        assertServedOrRefusedHere("X: " + "x".repeat(bytes - LONG_HOST.length() - 14) + "\r\n");
    }

    /** Passed on, each of these lines is one byte longer than it came. */
    @ParameterizedTest
    @ValueSource(ints = {140, 150, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162})
    void headersWithoutASpaceBeforeTheirValues(int length) throws IOException {
        assertServedOrRefusedHere(("X:" + "y".repeat(length) + "\r\n").repeat(85));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 99, 100, 101})
    void headersOfEveryNumber(int lines) throws IOException {
        assertServedOrRefusedHere("X: y\r\n".repeat(lines - 1));
        assertServedOrRefusedHere("TE: trailers\r\n" + "X: y\r\n".repeat(lines - 2));
    }

    @Test
    void targetsOfEveryLength() throws IOException {
        for (int length = 8_150; length < 8_200; length++) {
            int status = ask("GET /" + "x".repeat(length) + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(status).isIn(200, 414);
            assertThat(served.getAndSet(0)).isEqualTo(status == 200 ? 1 : 0);
        }
    }

    @Test
    void whatIsLetInIsNearlyAllThatAServiceTakes() throws IOException {
        assertThat(ask(post("", "X: y\r\n".repeat(91), ""))).isEqualTo(200);
        assertThat(ask(post("", "X: " + "y".repeat(15_000) + "\r\n", ""))).isEqualTo(200);
    }

    @Test
    void trailersOfEveryNumberAndSize() throws IOException {
        for (int lines : List.of(99, 100, 101)) {
            assertServedOrRefused(chunked("X:y\r\n".repeat(lines)));
        }
        for (int length = 155; length < 165; length++) {
            assertServedOrRefused(chunked(("X:" + "y".repeat(length) + "\r\n").repeat(100)));
        }
    }

    private void assertServedOrRefusedHere(String fields) throws IOException {
        for (var version : List.of("1.1", "1.0")) {
            for (var method : List.of("GET", "POST", "OPTIONS")) {
                var line = method + " / HTTP/" + version + "\r\n";
                assertServedOrRefused(line + "Host: " + LONG_HOST + "\r\n" + fields + "\r\n");
            }
        }
        assertServedOrRefused("POST / HTTP/1.0\r\n" + fields + "\r\n");
        for (var own : List.of("", "TE: trailers\r\n", "TE: trailers\r\nConnection: TE\r\n")) {
            assertServedOrRefused(post(own, fields, ""));
            assertServedOrRefused(post(own + "Content-Length: 2\r\n", fields, "ab"));
            var chunks = "Transfer-Encoding: chunked\r\n";
            assertServedOrRefused(post(own + chunks, fields, "2\r\nab\r\n0\r\n\r\n"));
        }
    }

    private static String post(String own, String fields, String body) {
        var host = "Host: " + LONG_HOST + "\r\n";
        return "POST / HTTP/1.1\r\n" + host + own + fields + "\r\n" + body;
    }

    private static String chunked(String trailers) {
        return post("Transfer-Encoding: chunked\r\n", "", "0\r\n" + trailers + "\r\n");
    }

    private void assertServedOrRefused(String request) throws IOException {
        int status = ask(request);
        assertThat(status).isIn(200, 431);
        assertThat(served.getAndSet(0)).isEqualTo(status == 200 ? 1 : 0);
    }

    private void ended(ExchangeEnd end) {
        if (end.kind() == ExchangeEnd.Kind.REFUSED) {
            refused.incrementAndGet();
        }
    }

    private int ask(String request) throws IOException {
        return RawClient.ask(scene.port(), request).status();
    }
}
