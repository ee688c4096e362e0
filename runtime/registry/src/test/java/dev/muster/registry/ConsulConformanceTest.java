package dev.muster.registry;

import static dev.muster.registry.Patience.eventually;

import dev.muster.consul.Consul;
import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.SystemBackend;
import dev.muster.discovery.WatchConfig;
import dev.muster.discovery.kit.RemoteSourceKit;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The library's Consul source against this registry: the two ends of one protocol. */
final class ConsulConformanceTest extends RemoteSourceKit {
    private final Registry registry = RegistrySnapshotsTest.startedAt("2026-11-01T00:00:00Z");
    private final ConsulApi api = RegistrySnapshotsTest.api(registry);
    private final AtomicInteger refused = new AtomicInteger();
    private final EndpointSource source =
            Consul.at("127.0.0.1:8500", _ -> this::handle)
                    .endpoints(
                            WatchConfig.STANDARD.withDoubt(Duration.ofHours(1)),
                            SystemBackend.INSTANCE);
    private volatile boolean isGone;

    ConsulConformanceTest() {
        registry.open();
    }

    @Override
    protected EndpointSource source() {
        return source;
    }

    @Override
    protected void publish(String service, Endpoint... ready) {
        registry.publish(service, List.of(ready));
    }

    @Override
    protected void lose() {
        isGone = true;
        int before = refused.get();
        // Wakes who waits, and has it find out.
        registry.publish("catalog", List.of(ONE), List.of(TWO));
        eventually().until(() -> refused.get() > before);
    }

    @Override
    protected void restore() {
        isGone = false;
    }

    private Response handle(Request request) throws Exception {
        var answer = isGone ? null : api.handle(request);
        if (answer == null || isGone) {
            refused.incrementAndGet();
            throw new IOException("connection refused");
        }
        return answer;
    }
}
