package dev.muster.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;
import dev.muster.http.Body;
import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is asked of Consul, and what is made of its answers. */
final class HealthQueryTest {
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final List<String> asked = new ArrayList<>();
    private Response answer = answer("7", "[]");

    @Test
    void asksWithTheIndexOfTheLastAnswer() throws Exception {
        assertThat(ask("catalog", "").revision()).isEqualTo("7");
        ask("catalog", "7");
        ask("a/b c", "7");

        assertThat(asked)
                .containsExactly(
                        "/v1/health/service/catalog?passing&index=0&wait=20s",
                        "/v1/health/service/catalog?passing&index=7&wait=20s",
                        "/v1/health/service/a%2Fb%20c?passing&index=7&wait=20s");
    }

    @Test
    void readsEndpointsWithTheirMetadataAndTheirNodesAddress() throws Exception {
        answer =
                answer(
                        "7",
                        """
                        [{"Node": {"Address": "10.0.0.7"},
                          "Service": {"ID": "catalog-1", "Address": "", "Port": 20001}},
                         {"Node": {"Address": "10.0.0.7"},
                          "Service": {"ID": "catalog-2", "Address": "10.0.0.8", "Port": 20002,
                                      "Tags": [], "Meta": {"version": "a41c9e0"}}},
                         {"Service": {"ID": "a-job", "Address": "10.0.0.8", "Port": 0}}]
                        """);

        assertThat(ask("catalog", "").ready())
                .containsExactly(
                        Endpoint.of("catalog-1", "10.0.0.7", 20_001),
                        new Endpoint(
                                "catalog-2", "10.0.0.8", 20_002, Map.of("version", "a41c9e0")));
    }

    @Test
    void neverTakesAnIndexThatWouldNotWait() throws Exception {
        answer = answer("0", "[]");

        assertThat(ask("catalog", "").revision()).isEqualTo("1");
    }

    @Test
    void saysWhatCannotBeUsed() {
        answer = Response.text("No cluster leader").withStatus(500);
        assertThatThrownBy(() -> ask("catalog", "")).hasMessage("it answered 500");

        answer = answer("soon", "[]");
        assertThatThrownBy(() -> ask("catalog", ""))
                .hasMessage("it answered with the X-Consul-Index \"soon\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"half\":",
                "[{}]",
                "[{\"Service\":{\"ID\":\"c\",\"Port\":1,\"Meta\":{\"v\":null}}}]"
            })
    void refusesWhatIsNotAnAnswer(String body) {
        answer = answer("7", body);

        assertThatThrownBy(() -> ask("catalog", "")).isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://127.0.0.1", "a b", "127.0.0.1:8500/consul"})
    void refusesAnAddressThatIsNone(String address) {
        assertThatThrownBy(() -> Consul.at(address, _ -> this::handle))
                .hasMessage("the registry's address is \"" + address + "\", expected host:port");
    }

    private Endpoints ask(String service, String known) throws Exception {
        return new HealthQuery(this::handle).ask(service, known, WAIT);
    }

    private Response handle(Request request) {
        asked.add(request.target());
        return answer;
    }

    private static Response answer(String index, String json) {
        return Response.of(200)
                .withHeader("Content-Type", "application/json")
                .withHeader("X-Consul-Index", index)
                .withBody(Body.of(json.getBytes(StandardCharsets.UTF_8)));
    }
}
