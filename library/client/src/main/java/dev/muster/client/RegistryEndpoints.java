package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Endpoints as a registry publishes them that speaks Consul's HTTP API. Each subscription asks
 * {@code GET /v1/health/service/NAME?passing} with Consul's blocking queries: the answer to a
 * question comes when there is news, so that news takes a round trip. While the registry is gone
 * the last snapshot stays, and it is asked again after a jittered wait.
 *
 * <p>Thread-safe. Each subscription has a virtual thread, which ends with it.
 */
public final class RegistryEndpoints implements EndpointSource {
    private static final int CONSUL_PORT = 8500;
    private static final Duration DOUBT = Duration.ofSeconds(5);

    private final RegistryConnection registry;
    private final Duration doubt;

    RegistryEndpoints(Network network, Endpoint registry, Duration doubt) {
        this.registry = new RegistryConnection(network, registry);
        this.doubt = doubt;
    }

    /**
     * @param address as {@code CONSUL_HTTP_ADDR} has it: {@code 127.0.0.1:8500} or {@code
     *     http://127.0.0.1:8500}
     * @throws IllegalArgumentException if it is neither
     */
    public static RegistryEndpoints at(String address, EventLoops loops, ConnectionPool pool) {
        return new RegistryEndpoints(new Network(loops, pool), registry(address), DOUBT);
    }

    /** Calls {@code listener} with an empty snapshot at once, and then with news. */
    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        listener.accept(Endpoints.unknown(service));
        var watch = new RegistryWatch(registry, service, doubt, listener);
        var thread = Thread.ofVirtual().name("registry-watch-" + service).start(watch);
        return thread::interrupt;
    }

    static Endpoint registry(String address) {
        try {
            var uri = URI.create(address.contains("://") ? address : "http://" + address);
            return Endpoint.at("registry", uri, CONSUL_PORT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the registry's address is \"" + address + "\", expected host:port", e);
        }
    }
}
