package dev.muster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.http.Request;
import dev.muster.service.source.Addresses;
import dev.muster.service.source.HostsFile;
import dev.muster.service.source.SourceKind;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Where a service learns where the others are: a list, whose first entry that has it counts. */
final class SourcesOfEndpointsTest {
    /** One line more than {@link Surroundings#SOURCES} has. */
    private static final List<SourceKind> WITH_ONE_MORE = List.of(HostsFile::find, Addresses::all);

    @Test
    void takesOneMoreSourceByOneMoreLine() throws Exception {
        try (var catalog = catalog();
                var orders = orders(Map.of("TEST_HOSTS", "catalog=" + at(catalog)))) {
            assertThat(get(orders, "/tea")).isEqualTo("tea");
        }
    }

    @Test
    void asksTheNextSourceForWhatTheFirstIsNotFor() throws Exception {
        try (var catalog = catalog();
                var orders =
                        orders(
                                Map.of(
                                        "TEST_HOSTS",
                                        "payments=http://127.0.0.1:1",
                                        "CATALOG_URL",
                                        at(catalog)))) {
            assertThat(get(orders, "/tea")).isEqualTo("tea");
        }
    }

    @Test
    void doesNotStartWhereASourcesOwnAddressIsNone() {
        Consumer<Setup> calls = s -> s.client("catalog");
        var service = Service.create("orders", calls);
        assertThatThrownBy(
                        () -> service.start(Map.of("PORT", "0", "CONSUL_HTTP_ADDR", "https://x")))
                .isInstanceOf(ServiceException.class)
                .hasMessage(
                        "CONSUL_HTTP_ADDR: the registry's address is \"https://x\", expected"
                                + " host:port");
    }

    private static RunningService catalog() {
        return Service.create("catalog", s -> s.get("/tea", _ -> "tea")).start(Map.of("PORT", "0"));
    }

    private static RunningService orders(Map<String, String> environment) {
        var variables = new HashMap<>(environment);
        variables.put("PORT", "0");
        return new Assembly("orders", new Environment(variables), WITH_ONE_MORE)
                .start(
                        s -> {
                            var catalog = s.client("catalog");
                            s.get("/tea", _ -> catalog.handle(Request.get("/tea")));
                        });
    }

    private static String at(RunningService service) {
        return "http://127.0.0.1:" + service.port();
    }

    private static String get(RunningService service, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(at(service) + path)).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
