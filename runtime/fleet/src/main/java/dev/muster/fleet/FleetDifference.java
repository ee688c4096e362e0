package dev.muster.fleet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** In which keys two descriptions of a fleet differ. Comments and the order of keys are no key. */
public final class FleetDifference {
    private final List<String> keys = new ArrayList<>();

    private FleetDifference() {}

    /**
     * The keys that {@code file} has otherwise than {@code running}, such as {@code gateway},
     * {@code services.orders.env} or {@code services.mailer (removed)}; empty where nothing
     * differs.
     */
    public static List<String> between(FleetSpec running, FleetSpec file) {
        var difference = new FleetDifference();
        difference.note("name", running.name(), file.name());
        difference.note("gateway", running.gateway(), file.gateway());
        difference.note("dashboard", running.dashboard(), file.dashboard());
        difference.note("registry", running.registry(), file.registry());
        difference.services(running.services(), file.services());
        return List.copyOf(difference.keys);
    }

    private void services(Map<String, ServiceSpec> running, Map<String, ServiceSpec> file) {
        var names = new LinkedHashSet<>(running.keySet());
        names.addAll(file.keySet());
        for (var name : names) {
            var path = "services." + name;
            var before = running.get(name);
            var after = file.get(name);
            if (before == null) {
                keys.add(path + " (new)");
            } else if (after == null) {
                keys.add(path + " (removed)");
            } else {
                service(path, before, after);
            }
        }
    }

    private void service(String service, ServiceSpec running, ServiceSpec file) {
        int told = keys.size();
        var path = service + ".";
        if (!running.run().equals(file.run())) {
            keys.add(path + key(file.run()));
        }
        note(path + "replicas", running.replicas(), file.replicas());
        note(path + "routes", running.routes(), file.routes());
        note(path + "needs", running.needs(), file.needs());
        note(path + "env", running.env(), file.env());
        note(path + "env_inherit", running.envInherit(), file.envInherit());
        note(path + "memory", running.memoryBytes(), file.memoryBytes());
        note(path + "protocol", running.protocol(), file.protocol());
        note(path + "probe", running.probe(), file.probe());
        note(path + "slo", running.slo(), file.slo());
        note(path + "start.deadline", running.startDeadline(), file.startDeadline());
        note(path + "stop.grace", running.stopGrace(), file.stopGrace());
        if (keys.size() == told) {
            // So that a key which this list lacks is not passed over.
            note(service, running, file);
        }
    }

    private void note(String key, Object running, Object file) {
        if (!Objects.equals(running, file)) {
            keys.add(key);
        }
    }

    private static String key(RunSpec run) {
        return switch (run) {
            case RunSpec.Project _ -> ServiceKeys.PROJECT.name();
            case RunSpec.Jar _ -> ServiceKeys.JAR.name();
            case RunSpec.Command _ -> ServiceKeys.COMMAND.name();
            case RunSpec.Image _ -> ServiceKeys.IMAGE_REFERENCE.name();
            case RunSpec.Url _ -> ServiceKeys.URL.name();
        };
    }
}
