package dev.muster.fleet;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
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
     */
    public record GatewaySpec(int port) {}

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
