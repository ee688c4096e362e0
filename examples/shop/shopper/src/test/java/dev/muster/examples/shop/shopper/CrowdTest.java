package dev.muster.examples.shop.shopper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

class CrowdTest {
    private final List<String> visited = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer shop;
    private Crowd crowd;

    @BeforeEach
    void open() throws IOException {
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", this::answer);
        shop.start();
        var url = URI.create("http://127.0.0.1:" + shop.getAddress().getPort());
        crowd =
                new Crowd(
                        new Browser(url, (request, next) -> next.handle(request)),
                        new Random(3),
                        _ -> {});
    }

    @AfterEach
    void close() {
        crowd.close();
        shop.stop(0);
    }

    @Test
    void looksAtTheFrontPageThenAtPrintsAndSometimesBuys() throws Exception {
        for (int i = 0; i < 20; i++) {
            crowd.shop();
        }

        assertThat(visited).startsWith("GET / ");
        assertThat(visited.stream().filter("GET / "::equals).count()).isEqualTo(20);
        assertThat(visited).contains("GET /prints/a ", "GET /prints/b ");
        assertThat(visited)
                .anySatisfy(
                        visit ->
                                assertThat(visit)
                                        .startsWith("POST /prints/")
                                        .contains("order=o-1")
                                        .containsPattern("quantity=[123]"));
    }

    @Test
    void saysWhichPageFailed() {
        status = 503;

        assertThatThrownBy(crowd::shop).hasMessageMatching("GET http://.*/ answered 503");
    }

    @Test
    void aCustomerWhoIsSentComesBack() {
        crowd.sendOne();

        await().until(() -> visited.size() >= 2);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        visited.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        byte[] page =
                """
                <a href="/prints/a">A</a> <a href="/prints/b">B</a>
                <form><input type="hidden" name="order" value="o-1"></form>
                """
                        .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
        }
    }
}
