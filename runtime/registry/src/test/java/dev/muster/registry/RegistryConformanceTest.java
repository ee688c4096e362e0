package dev.muster.registry;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.kit.ChangingSourceKit;

import java.util.List;

/** The registry as those see it who are in the same process. */
final class RegistryConformanceTest extends ChangingSourceKit {
    private final Registry registry = RegistrySnapshotsTest.startedAt("2026-11-01T00:00:00Z");

    @Override
    protected EndpointSource source() {
        return registry;
    }

    @Override
    protected void publish(String service, Endpoint... ready) {
        registry.publish(service, List.of(ready));
    }
}
