package dev.muster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.discovery.Endpoint;
import dev.muster.transport.EventLoops;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.HttpListener;
import dev.muster.transport.ListenerConfig;

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
    private final HttpListener service =
            HttpListener.bind(
                    loops,
                    ListenerConfig.loopback(0),
                    exchange -> {
                        served.incrementAndGet();
                        exchange.respond(200, new FlatHeaders());
                        exchange.end();
                    });

    private final Scene scene = new Scene();

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
    }

    @ParameterizedTest
    @ValueSource(
            ints = {14_000, 14_500, 15_000, 15_200, 15_300, 15_360, 15_500, 16_000, 16_384, 17_000})
    void headersOfEverySize(int bytes) throws IOException {
        assertServedOrRefusedHere("X: " + "x".repeat(bytes - LONG_HOST.length() - 14) + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 88, 89, 90, 91, 92, 93, 95, 99, 100, 101})
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

    private void assertServedOrRefusedHere(String fields) throws IOException {
        for (var version : List.of("1.1", "1.0")) {
            int status =
                    ask(
                            "GET / HTTP/"
                                    + version
                                    + "\r\nHost: "
                                    + LONG_HOST
                                    + "\r\n"
                                    + fields
                                    + "\r\n");
            assertThat(status).isIn(200, 431);
            assertThat(served.getAndSet(0)).isEqualTo(status == 200 ? 1 : 0);
        }
    }

    private int ask(String request) throws IOException {
        return RawClient.ask(scene.port(), request).status();
    }
}
