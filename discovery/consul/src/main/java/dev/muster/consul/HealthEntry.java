package dev.muster.consul;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.muster.discovery.Endpoint;

import java.util.Map;
import java.util.Optional;

/** One element of the answer to Consul's {@code GET /v1/health/service/NAME}. */
record HealthEntry(
        @JsonProperty("Node") Optional<Node> node, @JsonProperty("Service") Registration service) {
    record Node(@JsonProperty("Address") Optional<String> address) {}

    record Registration(
            @JsonProperty("ID") String id,
            @JsonProperty("Address") Optional<String> address,
            @JsonProperty("Port") int port,
            @JsonProperty("Meta") Optional<Map<String, String>> meta) {}

    /** Consul also registers what has no port. */
    boolean canBeCalled() {
        return service.port() >= 1 && service.port() <= 65_535;
    }

    /** A service without an address of its own has that of its node. */
    Endpoint endpoint() {
        var host =
                service.address()
                        .filter(address -> !address.isEmpty())
                        .or(() -> node.flatMap(Node::address))
                        .orElse("127.0.0.1");
        return new Endpoint(service.id(), host, service.port(), service.meta().orElse(Map.of()));
    }
}
