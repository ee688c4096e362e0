package dev.muster.transport;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;

/** The example that opens the package's documentation. */
class ExampleTest {
    @Test
    void answersHello() throws IOException {
        try (var loops = EventLoops.create(1);
                var listener =
                        HttpListener.bind(loops, ListenerConfig.loopback(0), ExampleTest::answer)) {
            var url = URI.create("http://127.0.0.1:" + listener.port() + "/").toURL();
            assertThat(new String(url.openStream().readAllBytes(), US_ASCII)).isEqualTo("hello");
        }
    }

    private static void answer(ServerExchange exchange) {
        exchange.respond(200, new FlatHeaders().add("Content-Type", "text/plain"));
        exchange.data(Unpooled.copiedBuffer("hello", US_ASCII));
        exchange.end();
    }
}
