package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.http.Request;
import dev.muster.http.Response;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A service that nobody supervises, and that tells the registry of itself. */
final class AnnouncingItselfTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final RunningService registry =
            Service.create("registry", this::agent).start(Map.of("PORT", "0"));

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void isAnnouncedWhileItRunsAndWithdrawnWhenItStops() {
        var orders = orders(Map.of("MUSTER_ADVERTISE", "10.0.0.7", "MUSTER_VERSION", "a41c9e0"));
        eventually(2);
        int port = orders.port();
        orders.close();

        assertThat(told.getFirst()).startsWith("/v1/agent/check/update/");
        assertThat(told.get(1))
                .startsWith("/v1/agent/service/register")
                .contains("\"ID\":\"orders-10.0.0.7-" + port + "\"")
                .contains("\"Name\":\"orders\"")
                .contains("\"Address\":\"10.0.0.7\"")
                .contains("\"Port\":" + port)
                .contains("\"version\":\"a41c9e0\"")
                .contains("\"TTL\":\"15s\"")
                .contains("\"Status\":\"passing\"");
        assertThat(told.getLast())
                .startsWith("/v1/agent/service/deregister/orders-10.0.0.7-" + port);
    }

    @Test
    void tellsNobodyUnlessItIsToldTo() {
        orders(Map.of()).close();

        assertThat(told).isEmpty();
    }

    @Test
    void doesNotStartWhereThereIsNoRegistryToTell() {
        assertThatThrownBy(
                        () ->
                                Service.create("orders", _ -> {})
                                        .start(
                                                Map.of(
                                                        "PORT", "0",
                                                        "MUSTER_ADVERTISE", "10.0.0.7")))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "MUSTER_ADVERTISE is set, and there is no registry to tell: set"
                                + " CONSUL_HTTP_ADDR");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, 8081",
        "orders.local:80, orders.local, 80",
        "[::1]:9000, ::1, 9000"
    })
    void takesANameOrAnAddressPerhapsWithAPort(String value, String host, int port) {
        var environment = new Environment(Map.of("MUSTER_ADVERTISE", value));

        var endpoint = environment.advertised("orders", 8081).orElseThrow();

        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.7", "10.0.0.7/path", "a b", ":80", "10.0.0.7:99999"})
    void refusesAnAddressThatIsNone(String value) {
        assertThatThrownBy(
                        () ->
                                new Environment(Map.of("MUSTER_ADVERTISE", value))
                                        .advertised("orders", 8081))
                .hasMessageStartingWith("MUSTER_ADVERTISE is \"" + value + "\"; it must be");
    }

    private RunningService orders(Map<String, String> environment) {
        var variables = new HashMap<>(environment);
        variables.put("PORT", "0");
        variables.put("CONSUL_HTTP_ADDR", "127.0.0.1:" + registry.port());
        Consumer<Setup> nothing = _ -> {};
        return Service.create("orders", nothing).start(variables);
    }

    /** As an agent of Consul that knows no check yet. */
    private void agent(Setup s) {
        s.put("/v1/agent/check/update/{id}", request -> hear(request, 404))
                .put("/v1/agent/service/register", request -> hear(request, 200))
                .put("/v1/agent/service/deregister/{id}", request -> hear(request, 200));
    }

    private Response hear(Request request, int status) throws IOException {
        told.add(request.path() + " " + request.body().text());
        return Response.of(status);
    }

    private void eventually(int calls) {
        await().atMost(Duration.ofMinutes(1)).until(() -> told.size() >= calls);
    }
}
