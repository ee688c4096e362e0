package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.json.JsonType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What a typed route takes and answers, over the network: held bodies and streamed ones. */
class TypedBodiesTest {
    record NewOrder(String product, int quantity) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final RunningService service =
            Service.create(
                            "typed",
                            s ->
                                    s.post("/numbers", BigDecimal[].class, numbers -> numbers)
                                            .post(
                                                    "/orders",
                                                    JsonType.listOf(NewOrder.class),
                                                    List::getFirst)
                                            .put(
                                                    "/stock",
                                                    JsonType.mapOf(Integer.class),
                                                    stock -> stock))
                    .start(Map.of("PORT", "0"));

    @AfterEach
    void stop() {
        service.close();
        client.close();
    }

    @Test
    void readsAListAsTheBody() throws Exception {
        var response = send("POST", "/orders", "[{\"product\":\"tea\",\"quantity\":2}]");
        assertThat(response.body()).isEqualTo("{\"product\":\"tea\",\"quantity\":2}");
        var refused = send("POST", "/orders", "[{\"product\":\"tea\",\"quantity\":2},null]");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("/1 is null, expected a value.");
    }

    @Test
    void readsAMapAsTheBody() throws Exception {
        assertThat(send("PUT", "/stock", "{\"tea\":2}").body()).isEqualTo("{\"tea\":2}");
        assertThat(send("PUT", "/stock", "{\"tea\":\"2\"}").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5_000})
    void refusesNumbersThatWouldGrow(int count) throws Exception {
        var json =
                '['
                        + "1,".repeat(count)
                        + String.join(",", Collections.nCopies(count, "1e9999"))
                        + ']';
        var response = send("POST", "/numbers", json);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("/" + count + " is 1e9999, expected a number with an exponent from")
                .contains("\"pointer\":\"/" + count + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5_000, 50_000})
    void answersAtMostAFewTimesWhatCameIn(int count) throws Exception {
        var json = '[' + String.join(",", Collections.nCopies(count, "1e400")) + ']';
        var response = send("POST", "/numbers", json);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().length()).isLessThan(4 * json.length());
    }

    @Test
    void saysWhichEncodingItDoesNotRead() throws Exception {
        var request =
                request("/orders")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(new byte[] {0x1f, (byte) 0x8b, 8}))
                        .build();
        var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).contains("Content-Encoding gzip");
        assertThat(response.headers().firstValue("Accept-Encoding")).contains("identity");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return client.send(
                request(path).method(method, BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
    }
}
