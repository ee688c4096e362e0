package dev.muster.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a {@code muster.yaml} says, validated and whole: every default filled in, every need a
 * service of this fleet. Immutable.
 *
 * @param name the fleet's name
 * @param directory the folder that holds the fleet file; relative paths of the file are resolved
 *     against it
 * @param envInherit which variables of the shell the services inherit that say nothing of it
 * @param services in the order of the file
 */
public record FleetSpec(
        String name,
        Path directory,
        GatewaySpec gateway,
        DashboardSpec dashboard,
        RegistrySpec registry,
        EnvInherit envInherit,
        SequencedMap<String, ServiceSpec> services) {
    public FleetSpec {
        var complete = new LinkedHashMap<>(services);
        complete.replaceAll((_, service) -> service.inheriting(envInherit));
        services = Collections.unmodifiableSequencedMap(complete);
    }

    /**
     * @param port the edge's port on loopback, 8080 unless set
     * @param trust addresses and ranges of the proxies whose word for the client is taken
     */
    public record GatewaySpec(int port, List<String> trust, EdgeLimits limits) {
        public GatewaySpec {
            trust = List.copyOf(trust);
        }

        /** A gateway of which the file says nothing but its port. */
        public GatewaySpec(int port) {
            this(port, List.of(), EdgeLimits.STANDARD);
        }
    }

    /**
     * What the gateway takes.
     *
     * @param bodyBytes of a request
     * @param headBytes of a request's fields
     * @param deadline from the request to the head of its answer
     */
    public record EdgeLimits(long bodyBytes, int headBytes, Duration deadline) {
        /** 1 MiB, 16 KiB and a minute. */
        public static final EdgeLimits STANDARD =
                new EdgeLimits(1 << 20, 16 << 10, Duration.ofSeconds(60));
    }

    /**
     * @param port of the dashboard and the control API on loopback, 7070 unless set
     */
    public record DashboardSpec(int port) {}

    /**
     * @param port of the registry on loopback, 8500 unless set
     */
    public record RegistrySpec(int port) {}

    public Optional<ServiceSpec> service(String serviceName) {
        return Optional.ofNullable(services.get(serviceName));
    }
}
