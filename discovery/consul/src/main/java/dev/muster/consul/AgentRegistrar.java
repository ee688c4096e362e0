package dev.muster.consul;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Registrar;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Consul's agent API: a service with one check, which is critical unless it is updated in time, and
 * is forgotten with its service some time after that. An agent that has started over does not know
 * the check, and is told of the service again.
 */
final class AgentRegistrar implements Registrar {
    /** The least that Consul forgets a service after. */
    private static final String FORGOTTEN_AFTER = "1m";

    private final Handler registry;

    AgentRegistrar(Handler registry) {
        this.registry = registry;
    }

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Service(
            @JsonProperty("ID") String id,
            String name,
            String address,
            int port,
            Map<String, String> meta,
            Check check) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Check(
            @JsonProperty("CheckID") String checkId,
            @JsonProperty("TTL") String ttl,
            String status,
            String deregisterCriticalServiceAfter) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Update(String status, String output) {}

    @Override
    public void announce(String service, Endpoint endpoint, boolean isReady, Duration holds)
            throws Exception {
        var status = isReady ? "passing" : "critical";
        var updated = put("/v1/agent/check/update/" + Segment.of(check(endpoint)), update(status));
        if (updated.status() != 200) {
            // Versions of Consul differ in how they say that they do not know the check.
            require(put("/v1/agent/service/register", of(service, endpoint, status, holds)));
        }
    }

    @Override
    public void withdraw(String service, Endpoint endpoint) throws Exception {
        var answer = put("/v1/agent/service/deregister/" + Segment.of(endpoint.id()), Map.of());
        if (answer.status() != 404) {
            require(answer);
        }
    }

    private Response put(String path, Object body) throws Exception {
        return registry.handle(
                Request.of("PUT", path)
                        .withHeader("Content-Type", "application/json")
                        .withBody(Json.write(body)));
    }

    private static void require(Response answer) throws IOException {
        if (answer.status() != 200) {
            var words = answer.body().text().strip();
            throw new IOException(
                    "it answered " + answer.status() + (words.isEmpty() ? "" : ": " + words));
        }
    }

    private static Update update(String status) {
        return new Update(status, "");
    }

    private static Service of(String name, Endpoint endpoint, String status, Duration holds) {
        return new Service(
                endpoint.id(),
                name,
                endpoint.host(),
                endpoint.port(),
                endpoint.metadata(),
                new Check(check(endpoint), holds.toSeconds() + "s", status, FORGOTTEN_AFTER));
    }

    private static String check(Endpoint endpoint) {
        return "service:" + endpoint.id();
    }
}
