package dev.muster.examples.shop.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.service.Created;
import dev.muster.service.RunningService;
import dev.muster.service.Service;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The service as a program, without a fleet around it. */
class OrdersServiceTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void runsAloneWithNothingButAPort() throws Exception {
        try (var orders = orders(Map.of("PORT", "0"))) {
            assertThat(send(orders, "GET", "/orders", "").statusCode()).isEqualTo(200);
            var refused = send(orders, "PUT", "/orders/1", "{\"product\":\"x\",\"quantity\":1}");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("catalog cannot be reached");
        }
    }

    @Test
    void findsThoseItNeedsAtTheirUrls() throws Exception {
        try (var others = others();
                var orders =
                        orders(
                                Map.of(
                                        "PORT", "0",
                                        "CATALOG_URL", at(others),
                                        "PAYMENTS_URL", at(others)))) {
            var placed = send(orders, "PUT", "/orders/2", "{\"product\":\"x\",\"quantity\":2}");
            assertThat(placed.statusCode()).isEqualTo(201);
            assertThat(placed.body()).contains("\"total\":48.00").contains("\"PAID\"");
        }
    }

    private static RunningService others() {
        return Service.create(
                        "others",
                        s ->
                                s.get(
                                                "/products/{id}",
                                                r ->
                                                        new Catalog.Product(
                                                                r.param("id"),
                                                                new BigDecimal("24.00")))
                                        .post("/payments", r -> Created.at("/", Map.of("id", "r"))))
                .start(Map.of("PORT", "0"));
    }

    private RunningService orders(Map<String, String> environment) {
        var orders = Service.create("orders", OrdersService::describe).start(environment);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> send(orders, "GET", "/health/ready", "").statusCode() == 200);
        return orders;
    }

    private HttpResponse<String> send(RunningService to, String method, String path, String body)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(at(to) + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static String at(RunningService service) {
        return "http://127.0.0.1:" + service.port();
    }
}
