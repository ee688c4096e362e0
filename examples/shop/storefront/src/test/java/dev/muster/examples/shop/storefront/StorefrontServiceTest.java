package dev.muster.examples.shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.service.RunningService;
import dev.muster.service.Service;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shop as its visitors see it while a part of it is away: a service that nobody said where it
 * is.
 */
class StorefrontServiceTest {
    private static final Order ORDER =
            new Order("8812", "slow-radio", 2, new BigDecimal("48.00"), "PAID", Instant.EPOCH);

    @Test
    void showsOrdersWithoutPicturesWhileTheCatalogIsAway() throws Exception {
        try (var orders = orders();
                var shop = shop(Map.of("ORDERS_URL", "http://127.0.0.1:" + orders.port()))) {
            assertThat(get(shop, "/purchases/8812").body()).contains("Thank you", "slow-radio");
            assertThat(get(shop, "/purchases").body()).contains("slow-radio", "paid");
        }
    }

    @Test
    void saysInAPageThatAPartIsAway() throws Exception {
        try (var shop = shop(Map.of())) {
            var front = get(shop, "/");
            assertThat(front.statusCode()).isEqualTo(503);
            assertThat(front.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
            assertThat(front.body()).contains("A part of the shop is away.");
        }
    }

    @Test
    void answersAPageThatIsNotThereWithAPage() throws Exception {
        try (var shop = shop(Map.of())) {
            var nowhere = get(shop, "/nowhere");
            assertThat(nowhere.statusCode()).isEqualTo(404);
            assertThat(nowhere.body()).contains("There is no such page.", "Back to the prints");
        }
    }

    @Test
    void saysThatBuyingOnceMoreIsSafeWhereNobodyKnowsWhatBecameOfAnOrder() throws Exception {
        try (var shop = shop(Map.of())) {
            var bought = post(shop, "/prints/slow-radio/buy", "order=8812&quantity=2");
            assertThat(bought.statusCode()).isEqualTo(503);
            assertThat(bought.body()).contains("Go back and buy once more");
        }
    }

    private static RunningService orders() {
        return Service.create(
                        "orders",
                        s -> s.get("/orders/{id}", _ -> ORDER).get("/orders", _ -> List.of(ORDER)))
                .start(Map.of("PORT", "0"));
    }

    private static RunningService shop(Map<String, String> peers) {
        var environment = new HashMap<>(peers);
        environment.put("PORT", "0");
        return Service.create("storefront", StorefrontService::describe).start(environment);
    }

    private static HttpResponse<String> get(RunningService shop, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(shop, path)));
    }

    private static HttpResponse<String> post(RunningService shop, String path, String form)
            throws Exception {
        return send(
                HttpRequest.newBuilder(uri(shop, path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static URI uri(RunningService shop, String path) {
        return URI.create("http://127.0.0.1:" + shop.port() + path);
    }
}
