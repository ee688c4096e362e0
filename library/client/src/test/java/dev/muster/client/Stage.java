package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.telemetry.Metrics;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A caller of the service {@code catalog}, whose replicas are published by the test. */
final class Stage implements AutoCloseable, EndpointSource {
    static final String SERVICE = "catalog";

    final EventLoops loops = EventLoops.create(1);
    final ConnectionPool pool = new ConnectionPool(loops, PoolConfig.standard());
    final Metrics metrics = Metrics.create();
    final Peers peers;
    private final List<Consumer<Endpoints>> listeners = new CopyOnWriteArrayList<>();
    private volatile Endpoints current = Endpoints.unknown(SERVICE);

    Stage(Replica... replicas) {
        this(ClientConfig.STANDARD.withDiscoveryWait(Duration.ofMillis(200)), replicas);
    }

    Stage(ClientConfig config, Replica... replicas) {
        peers = new Peers(this, loops, pool, metrics, config);
        if (replicas.length > 0) {
            publish(replicas);
        }
    }

    void publish(Replica... replicas) {
        publish(Arrays.stream(replicas).map(Replica::endpoint).toList());
    }

    void publish(List<Endpoint> endpoints) {
        current = new Endpoints(SERVICE, endpoints, current.revision() + "+");
        listeners.forEach(listener -> listener.accept(current));
    }

    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        listener.accept(current);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        peers.close();
        pool.close();
        loops.close();
    }
}
