package dev.muster.consul;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointQuery;
import dev.muster.discovery.Endpoints;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Consul's {@code GET /v1/health/service/NAME?passing}; a revision is its {@code X-Consul-Index}.
 */
final class HealthQuery implements EndpointQuery {
    /** A question with it is answered at once. */
    private static final String NO_INDEX = "0";

    private final Handler registry;

    HealthQuery(Handler registry) {
        this.registry = registry;
    }

    @Override
    public Endpoints ask(String service, String known, Duration longest) throws Exception {
        var index = known.isEmpty() ? NO_INDEX : known;
        var response =
                registry.handle(
                        Request.get(
                                "/v1/health/service/%s?passing&index=%s&wait=%ds"
                                        .formatted(
                                                Segment.of(service), index, longest.toSeconds())));
        if (response.status() != 200) {
            throw new IOException("it answered " + response.status());
        }
        return new Endpoints(service, endpoints(response), index(response));
    }

    private static List<Endpoint> endpoints(Response response) throws IOException {
        var entries = (HealthEntry[]) Json.read(response.body(), (Type) HealthEntry[].class);
        return Arrays.stream(entries)
                .filter(HealthEntry::canBeCalled)
                .map(HealthEntry::endpoint)
                .toList();
    }

    /** Never 0, which would not wait for news. */
    private static String index(Response response) throws IOException {
        var index = response.header("X-Consul-Index").orElse("");
        try {
            return Long.toString(Math.max(1, Long.parseLong(index)));
        } catch (NumberFormatException e) {
            throw new IOException("it answered with the X-Consul-Index \"" + index + "\"", e);
        }
    }
}
