package dev.muster.registry;

import com.fasterxml.jackson.annotation.JsonProperty;

import dev.muster.discovery.Endpoint;
import dev.muster.json.Json;

import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

import java.util.List;
import java.util.Map;

/**
 * What the registry knows, in the shapes of Consul's HTTP API, version 1. All of it runs on one
 * node of one datacenter: this machine.
 */
final class ConsulJson {
    static final String DATACENTER = "dc1";
    static final String NODE = "muster";
    static final String NODE_ADDRESS = "127.0.0.1";

    /** A member's status, among others that no member of one can have. */
    private static final int ALIVE = 1;

    /** Any UUID will do, as long as it stays the same: there is one node. */
    private static final String NODE_ID = "6d757374-6572-4000-8000-6167656e7400";

    private static final Map<String, String> NODE_ADDRESSES =
            Map.of("lan", NODE_ADDRESS, "wan", NODE_ADDRESS);

    private ConsulJson() {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Health(Node node, Service service, List<Check> checks) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Node(
            @JsonProperty("ID") String id,
            String node,
            String address,
            String datacenter,
            Map<String, String> taggedAddresses,
            Map<String, String> meta,
            long createIndex,
            long modifyIndex) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Service(
            @JsonProperty("ID") String id,
            String service,
            List<String> tags,
            String address,
            Map<String, String> meta,
            int port,
            Weights weights,
            boolean enableTagOverride,
            long createIndex,
            long modifyIndex) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Weights(int passing, int warning) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Check(
            String node,
            @JsonProperty("CheckID") String checkId,
            String name,
            String status,
            String notes,
            String output,
            @JsonProperty("ServiceID") String serviceId,
            String serviceName,
            List<String> serviceTags,
            long createIndex,
            long modifyIndex) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record CatalogService(
            @JsonProperty("ID") String id,
            String node,
            String address,
            String datacenter,
            Map<String, String> taggedAddresses,
            Map<String, String> nodeMeta,
            @JsonProperty("ServiceID") String serviceId,
            String serviceName,
            List<String> serviceTags,
            String serviceAddress,
            Weights serviceWeights,
            Map<String, String> serviceMeta,
            int servicePort,
            boolean serviceEnableTagOverride,
            long createIndex,
            long modifyIndex) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Self(
            SelfConfig config,
            Map<String, String> debugConfig,
            Member member,
            Map<String, String> meta) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record SelfConfig(
            String datacenter,
            String nodeName,
            @JsonProperty("NodeID") String nodeId,
            String revision,
            boolean server,
            String version) {}

    @JsonNaming(UpperCamelCaseStrategy.class)
    private record Member(
            String name,
            String addr,
            int port,
            Map<String, String> tags,
            int status,
            int protocolMin,
            int protocolMax,
            int protocolCur,
            int delegateMin,
            int delegateMax,
            int delegateCur) {}

    /** The body of {@code /v1/health/service/NAME}. */
    static byte[] health(String service, List<Registration> registrations) {
        return Json.bytes(registrations.stream().map(each -> health(service, each)).toList());
    }

    /** The body of {@code /v1/catalog/service/NAME}. */
    static byte[] catalog(String service, List<Registration> registrations) {
        return Json.bytes(registrations.stream().map(each -> catalog(service, each)).toList());
    }

    /** The body of {@code /v1/agent/self}, as far as clients look at it. */
    static byte[] self(String version) {
        var config = new SelfConfig(DATACENTER, NODE, NODE_ID, "", true, version);
        var tags = Map.of("role", "consul", "dc", DATACENTER);
        var member = new Member(NODE, NODE_ADDRESS, 8301, tags, ALIVE, 1, 5, 2, 2, 5, 4);
        return Json.bytes(new Self(config, Map.of(), member, Map.of()));
    }

    private static Health health(String service, Registration registration) {
        var endpoint = registration.endpoint();
        long created = registration.created();
        long modified = registration.modified();
        return new Health(
                new Node(
                        NODE_ID,
                        NODE,
                        NODE_ADDRESS,
                        DATACENTER,
                        NODE_ADDRESSES,
                        Map.of(),
                        created,
                        created),
                new Service(
                        endpoint.id(),
                        service,
                        List.of(),
                        endpoint.host(),
                        endpoint.metadata(),
                        endpoint.port(),
                        new Weights(1, 1),
                        false,
                        created,
                        modified),
                List.of(check(service, endpoint, registration)));
    }

    private static Check check(String service, Endpoint endpoint, Registration registration) {
        return new Check(
                NODE,
                "service:" + endpoint.id(),
                "Readiness of " + endpoint.id(),
                registration.ready() ? "passing" : "critical",
                "",
                "",
                endpoint.id(),
                service,
                List.of(),
                registration.created(),
                registration.modified());
    }

    private static CatalogService catalog(String service, Registration registration) {
        var endpoint = registration.endpoint();
        return new CatalogService(
                NODE_ID,
                NODE,
                NODE_ADDRESS,
                DATACENTER,
                NODE_ADDRESSES,
                Map.of(),
                endpoint.id(),
                service,
                List.of(),
                endpoint.host(),
                new Weights(1, 1),
                endpoint.metadata(),
                endpoint.port(),
                false,
                registration.created(),
                registration.modified());
    }
}
