package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.client.Get;
import dev.muster.client.Peer;
import dev.muster.http.ClientGone;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** One service that calls another, as programs do: by name. */
class CallingOthersTest {
    record Product(String id, String name) {}

    @Peer("catalog")
    interface Catalog {
        @Get("/products/{id}")
        Optional<Product> product(String id);

        @Get("/broken")
        Product broken();

        @Get("/slow")
        Product slow();

        default String name(String id) {
            return product(id).map(Product::name).orElse("nothing");
        }
    }

    @Test
    void callsAServiceByItsUrl() throws Exception {
        try (var catalog = catalog();
                var orders = orders(Map.of("CATALOG_URL", at(catalog)))) {
            assertThat(get(orders, "/name/7").body()).isEqualTo("tea 7");
            assertThat(get(orders, "/name-or-nothing/none").body()).isEqualTo("nothing");
            assertThat(get(orders, "/name/none").statusCode()).isEqualTo(404);
            assertThat(get(orders, "/metrics").body())
                    .contains("peer_service=\"catalog\"")
                    .contains("http_client_request_duration_seconds_count");
        }
    }

    @Test
    void callsAServiceThatTheRegistryKnows() throws Exception {
        try (var catalog = catalog();
                var registry = registry(catalog.port());
                var orders = orders(Map.of("CONSUL_HTTP_ADDR", "127.0.0.1:" + registry.port()))) {
            assertThat(get(orders, "/name/7").body()).isEqualTo("tea 7");
        }
    }

    @Test
    void passesTheTraceOn() throws Exception {
        try (var catalog = catalog();
                var orders = orders(Map.of("CATALOG_URL", at(catalog)))) {
            var trace = "0af7651916cd43dd8448eb211c80319c";
            var request =
                    HttpRequest.newBuilder(URI.create(at(orders) + "/trace"))
                            .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                            .build();
            assertThat(send(request).body()).startsWith("00-" + trace + "-").doesNotContain("b7ad");
        }
    }

    @Test
    void saysWhichPeerFailedInAProblem() throws Exception {
        try (var catalog = catalog();
                var orders = orders(Map.of("CATALOG_URL", at(catalog)))) {
            var response = get(orders, "/broken");
            assertThat(response.statusCode()).isEqualTo(502);
            assertThat(response.body()).contains("catalog answered 500");
        }
    }

    @Test
    void isUnavailableItselfWhereItsPeerCannotBeReached() throws Exception {
        var catalog = catalog();
        try (var orders = orders(Map.of("CATALOG_URL", at(catalog)))) {
            catalog.close();
            var response = get(orders, "/name/7");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("retry-after")).hasValue("1");
        }
    }

    @Test
    void runsWithoutAPeerThatNobodyKnows() throws Exception {
        try (var orders = orders(Map.of())) {
            assertThat(get(orders, "/health/ready").statusCode()).isEqualTo(200);
            var response = get(orders, "/name/7");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("catalog");
        }
    }

    @Test
    void refusesACallInANonBlockingRouteAtOnceAndKeepsAnswering() throws Exception {
        try (var catalog = catalog();
                var orders =
                        Service.create("orders", CallingOthersTest::doNotBlock)
                                .start(Map.of("PORT", "0", "CATALOG_URL", at(catalog)))) {
            for (var path : new String[] {"/typed", "/raw", "/filtered"}) {
                assertThat(get(orders, path).statusCode()).as(path).isEqualTo(500);
            }
            assertThat(get(orders, "/fine").body()).isEqualTo("fine");
            assertThat(get(orders, "/metrics").body()).doesNotContain("peer_service=\"catalog\"");
        }
    }

    /** Each of these would hold the event loop that its own answer has to come by. */
    private static void doNotBlock(Setup s) {
        var catalog = s.client(Catalog.class);
        var raw = s.client("catalog");
        s.filter(
                        (request, next) -> {
                            if (request.path().equals("/filtered")) {
                                catalog.slow();
                            }
                            return next.handle(request);
                        })
                .nonBlocking("GET", "/typed", _ -> Response.text(catalog.slow().toString()))
                .nonBlocking("GET", "/raw", _ -> raw.handle(Request.get("/slow")))
                .nonBlocking("GET", "/filtered", _ -> Response.of(204))
                .nonBlocking("GET", "/fine", _ -> Response.text("fine"));
    }

    @Test
    void waitsAsLongAsItsClientsLimitsSay() throws Exception {
        try (var catalog = catalog();
                var hurried =
                        Service.create("hurried", CallingOthersTest::hurry)
                                .start(Map.of("PORT", "0", "CATALOG_URL", at(catalog)))) {
            var response = get(hurried, "/");
            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).contains("catalog gave no answer in time");
        }
    }

    private static void hurry(Setup s) {
        var catalog = s.client(Catalog.class, c -> c.withDeadline(Duration.ofMillis(50)));
        s.get("/", _ -> catalog.slow());
    }

    @Test
    void doesNotStartWithAnAddressThatIsNone() {
        assertThatThrownBy(() -> orders(Map.of("CATALOG_URL", "tcp://127.0.0.1:1")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("expected http://host:port");
    }

    private static RunningService catalog() {
        return Service.create(
                        "catalog",
                        s ->
                                s.get("/products/{id}", r -> product(r.param("id")))
                                        .get("/trace", r -> r.header("traceparent").orElse("none"))
                                        .get("/broken", r -> Response.of(500))
                                        .get("/slow", CallingOthersTest::never))
                .start(Map.of("PORT", "0"));
    }

    private static Response never(Request request) throws InterruptedException {
        var gone = new CountDownLatch(1);
        ClientGone.then(gone::countDown);
        gone.await();
        return Response.of(204);
    }

    private static Optional<Product> product(String id) {
        return id.equals("none") ? Optional.empty() : Optional.of(new Product(id, "tea " + id));
    }

    private static RunningService orders(Map<String, String> environment) {
        var variables = new HashMap<>(environment);
        variables.put("PORT", "0");
        return Service.create(
                        "orders",
                        s -> {
                            var catalog = s.client(Catalog.class);
                            var raw = s.client("catalog");
                            s.get(
                                            "/name/{id}",
                                            r -> catalog.product(r.param("id")).map(Product::name))
                                    .get("/name-or-nothing/{id}", r -> catalog.name(r.param("id")))
                                    .get("/trace", raw::handle)
                                    .get("/broken", r -> catalog.broken());
                        })
                .start(variables);
    }

    /** As Consul answers, once. */
    private static RunningService registry(int port) {
        var entries = List.of(Map.of("Service", Map.of("ID", "catalog-1", "Port", port)));
        return Service.create(
                        "registry",
                        s ->
                                s.get(
                                        "/v1/health/service/catalog",
                                        r ->
                                                Json.response(entries)
                                                        .withHeader("X-Consul-Index", "7")))
                .start(Map.of("PORT", "0"));
    }

    private static String at(RunningService service) {
        return "http://127.0.0.1:" + service.port();
    }

    private static HttpResponse<String> get(RunningService service, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(at(service) + path)).build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
