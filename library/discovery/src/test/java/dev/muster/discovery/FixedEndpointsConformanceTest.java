package dev.muster.discovery;

import dev.muster.discovery.kit.SnapshotSourceKit;

final class FixedEndpointsConformanceTest extends SnapshotSourceKit {
    @Override
    protected EndpointSource having(String service, Endpoint... ready) {
        return FixedEndpoints.of(service, ready);
    }
}
