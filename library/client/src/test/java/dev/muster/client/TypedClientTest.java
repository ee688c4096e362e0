package dev.muster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.muster.discovery.FixedEndpoints;
import dev.muster.http.Response;
import dev.muster.telemetry.Metrics;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TypedClientTest {
    record Product(String id, BigDecimal price) {}

    record NewOrder(String product, int quantity) {}

    @Peer("catalog")
    interface Catalog {
        @Get("/products/{id}")
        Product product(String id);

        @Get("/products/{id}")
        Optional<Product> find(@Param("id") String wanted);

        @Get("/products")
        List<Product> search(
                @Query("q") String text,
                @Query("tag") List<String> tags,
                @Query("limit") Optional<Integer> limit);

        @Post("/orders")
        Product order(NewOrder order);

        @Put("/products/{id}/stock/{place}")
        void stock(String id, int place, NewOrder order);

        @Patch("/products/{id}")
        Product change(String id, NewOrder order);

        @Delete("/products/{id}")
        void remove(String id);

        @Get("/motd")
        String motd();

        @Put("/products/{id}/price")
        void price(
                String id,
                @Header("If-Match") String version,
                @Header("X-Why") Optional<String> why);

        @Get("/export")
        Response export();

        default Product first() {
            return product("first");
        }
    }

    private Replica replica;
    private Stage stage;
    private Catalog catalog;

    @BeforeEach
    void start() throws IOException {
        replica = Replica.healthy("catalog-1");
        stage = new Stage(replica);
        catalog = stage.peers.client(Catalog.class);
    }

    @AfterEach
    void stop() {
        stage.close();
        replica.close();
    }

    @Test
    void readsARecord() {
        answer(200, "{\"id\":\"p 1\",\"price\":19.90}");
        assertThat(catalog.product("p 1")).isEqualTo(new Product("p 1", new BigDecimal("19.90")));
        assertThat(last().method()).isEqualTo("GET");
        assertThat(last().target()).isEqualTo("/products/p%201");
        assertThat(last().headers()).containsEntry("accept", "application/json");
    }

    @Test
    void sendsHeadersOfACallAndOfAllCalls() {
        answer(200, "{}");
        catalog.price("1", "\"7\"", Optional.of("sale"));
        assertThat(last().headers()).containsEntry("if-match", "\"7\"");
        assertThat(last().headers()).containsEntry("x-why", "sale");
        catalog.price("1", "\"7\"", Optional.empty());
        assertThat(last().headers()).doesNotContainKey("x-why");
        var config = ClientConfig.STANDARD.withHeader("X-Api-Key", "k-1");
        stage.peers.client(Catalog.class, config).remove("1");
        assertThat(last().headers()).containsEntry("x-api-key", "k-1");
    }

    @Test
    void passesEveryCallThroughItsFiltersTheFirstOneFirst() {
        answer(200, "{\"id\":\"1\",\"price\":1}");
        var config =
                ClientConfig.STANDARD
                        .withFilter((r, next) -> next.handle(r.withHeader("X-Way", "one")))
                        .withFilter(
                                (r, next) ->
                                        next.handle(
                                                r.withHeader(
                                                        "X-Way",
                                                        r.header("X-Way").orElse("") + ",two")));
        stage.peers.client(Catalog.class, config).product("1");
        assertThat(last().headers()).containsEntry("x-way", "one,two");
    }

    @Test
    void putsTheBasePathOfAnEndpointBeforeEveryPath() throws Exception {
        answer(200, "{\"id\":\"1\",\"price\":1}");
        var address = URI.create("http://127.0.0.1:" + replica.endpoint().port() + "/shop/v2");
        try (var loops = EventLoops.create(1);
                var pool = new ConnectionPool(loops, PoolConfig.standard());
                var peers =
                        new Peers(
                                FixedEndpoints.at(Map.of("catalog", address)),
                                loops,
                                pool,
                                Metrics.create(),
                                ClientConfig.STANDARD)) {
            peers.client(Catalog.class).product("1");
            assertThat(last().target()).isEqualTo("/shop/v2/products/1");
        }
    }

    @Test
    void encodesAPathParameterSoThatItStaysOneSegment() {
        answer(200, "{\"id\":\"x\",\"price\":1}");
        catalog.product("../a/b?c=d&é");
        assertThat(last().target()).isEqualTo("/products/..%2Fa%2Fb%3Fc%3Dd%26%C3%A9");
    }

    @Test
    void refusesAPathParameterThatWouldMakeAnotherPath() {
        for (var value : List.of("", ".", "..")) {
            assertThatThrownBy(() -> catalog.product(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("\"" + value + "\" cannot be the {id} of /products/{id}");
        }
        assertThat(replica.received).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // as callers that check no nulls will do
    void refusesAnArgumentThatIsNull() {
        assertThatThrownBy(() -> catalog.product(null))
                .hasMessage("argument 1 of Catalog.product is null");
    }

    @Test
    void anAbsentResourceIsAnEmptyOptional() {
        answer(404, "{\"detail\":\"no product 1\"}");
        assertThat(catalog.find("1")).isEmpty();
        answer(200, "{\"id\":\"1\",\"price\":1}");
        assertThat(catalog.find("1")).contains(new Product("1", BigDecimal.ONE));
    }

    @Test
    void sendsQueryParametersAndReadsAList() {
        answer(200, "[{\"id\":\"1\",\"price\":1},{\"id\":\"2\",\"price\":2}]");
        assertThat(catalog.search("blue & green", List.of("a", "b"), Optional.of(2)))
                .extracting(Product::id)
                .containsExactly("1", "2");
        assertThat(last().target()).isEqualTo("/products?q=blue%20%26%20green&tag=a&tag=b&limit=2");
        catalog.search("x", List.of(), Optional.empty());
        assertThat(last().target()).isEqualTo("/products?q=x");
    }

    @Test
    void sendsABody() {
        answer(201, "{\"id\":\"1\",\"price\":1}");
        catalog.order(new NewOrder("p", 3));
        assertThat(last().method()).isEqualTo("POST");
        assertThat(last().body()).isEqualTo("{\"product\":\"p\",\"quantity\":3}");
        assertThat(last().headers()).containsEntry("content-type", "application/json");
    }

    @Test
    void returnsNothingWhereNothingIsWanted() {
        replica.script((request, connection) -> connection.raw("HTTP/1.1 204 Gone\r\n\r\n"));
        catalog.stock("p", 7, new NewOrder("p", 1));
        assertThat(last().target()).isEqualTo("/products/p/stock/7");
        catalog.remove("p");
        assertThat(last().method()).isEqualTo("DELETE");
    }

    @Test
    void readsTextThatIsNoJson() {
        replica.script(
                (request, connection) ->
                        connection.reply(200, "Content-Type: text/plain\r\n", "hello"));
        assertThat(catalog.motd()).isEqualTo("hello");
    }

    @Test
    void aRawResponseIsAStream() throws Exception {
        replica.script(
                (request, connection) -> {
                    connection.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 1_000; i++) {
                        connection.raw("400\r\n" + "x".repeat(1024) + "\r\n");
                    }
                    connection.raw("0\r\n\r\n");
                });
        try (var in = catalog.export().body().open()) {
            assertThat(in.readAllBytes()).hasSize(1024 * 1_000);
        }
        assertThat(last().headers()).doesNotContainKey("accept");
    }

    @Test
    void callsDefaultMethods() {
        answer(200, "{\"id\":\"first\",\"price\":1}");
        assertThat(catalog.first().id()).isEqualTo("first");
    }

    @Test
    void saysWhatThePeerAnswered() {
        answer(503, "{\"title\":\"Service Unavailable\",\"detail\":\"the shelves are bare\"}");
        assertThatThrownBy(() -> catalog.product("1"))
                .hasMessage("catalog answered 503: the shelves are bare")
                .asInstanceOf(type(PeerException.class))
                .satisfies(
                        e -> {
                            assertThat(e.status()).isEqualTo(503);
                            assertThat(e.peerStatus()).hasValue(503);
                            assertThat(e.mayHaveBeenExecuted()).isTrue();
                        });
    }

    @Test
    void keepsThePeersOwnWordsForTheLog() {
        answer(500, "{\"detail\":\"password=hunter2 at jdbc:postgresql://db/catalog\"}");
        assertThatThrownBy(() -> catalog.product("1"))
                .hasMessageContaining("hunter2")
                .asInstanceOf(type(PeerException.class))
                .extracting(PeerException::detail)
                .isEqualTo("catalog answered 500");
        answer(200, "{\"hunter2\":\"jdbc:postgresql://db/catalog\"}");
        assertThatThrownBy(() -> catalog.product("1"))
                .asInstanceOf(type(PeerException.class))
                .extracting(PeerException::detail)
                .isEqualTo("catalog gave an answer that cannot be used");
    }

    @Test
    void anErrorOfOursIsNotTheClientsFault() {
        answer(400, "{\"detail\":\"quantity is missing\"}");
        assertThatThrownBy(() -> catalog.order(new NewOrder("p", 1)))
                .hasMessage("catalog answered 400: quantity is missing")
                .asInstanceOf(type(PeerException.class))
                .extracting(PeerException::status)
                .isEqualTo(502);
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        answer(200, "{\"id\":\"1\"}");
        assertThatThrownBy(() -> catalog.product("1"))
                .hasMessageStartingWith(
                        "catalog answered 200 where Catalog.product expects Product")
                .hasMessageContaining("/price is missing");
        replica.script(
                (request, connection) ->
                        connection.reply(200, "Content-Type: text/html\r\n", "<html>"));
        assertThatThrownBy(() -> catalog.product("1")).hasMessageContaining("with text/html");
        replica.script((request, connection) -> connection.reply(200, "", ""));
        assertThatThrownBy(() -> catalog.product("1")).hasMessageContaining("an empty body");
    }

    @Test
    void refusesAnAnswerThatIsTooLong() {
        replica.script(
                (request, connection) -> connection.json(200, '"' + "x".repeat(9 << 20) + '"'));
        assertThatThrownBy(() -> catalog.motd())
                .hasMessageContaining("answered with more than 8388608 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"1\",\"price\":1e9999}",
                "{\"id\":\"1\",\"price\":1e99999999999}",
                "{\"id\":\"1\",\"price\":\"NaN\"}",
                "{\"id\":\"\\ud800\",\"price\":1}",
                "{\"id\":null,\"price\":1}",
                "{\"id\":\"1\",",
                "[]",
            })
    void takesAnAnswerThatIsNoSuchValueForTheFailureOfThePeer(String json) {
        answer(200, json);
        var e = catchThrowableOfType(PeerException.class, () -> catalog.product("1"));
        assertThat(e.status()).isEqualTo(502);
        assertThat(e.peerStatus()).hasValue(200);
        assertThat(e.mayHaveBeenExecuted()).isTrue();
    }

    @Test
    void isNamedAfterItsInterface() {
        assertThat(catalog).hasToString("Catalog, a client of catalog").isEqualTo(catalog);
        assertThat(catalog.hashCode()).isEqualTo(catalog.hashCode());
    }

    @Test
    void carriesTheTraceAndIsMeasured() {
        answer(200, "{\"id\":\"1\",\"price\":1}");
        catalog.product("1");
        assertThat(last().headers().get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-03");
        assertThat(stage.metrics.text())
                .contains(
                        "http_client_request_duration_seconds_count{error_type=\"\","
                                + "http_request_method=\"GET\",http_response_status_code=\"200\","
                                + "peer_service=\"catalog\"} 1");
    }

    private void answer(int status, String json) {
        replica.script((request, connection) -> connection.json(status, json));
    }

    private Replica.Received last() {
        return replica.received.getLast();
    }
}
