package dev.muster.client;

import dev.muster.balance.EndpointSource;
import dev.muster.balance.Endpoints;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;

import java.net.URI;
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

    private final Network network;
    private final String host;
    private final int port;

    private RegistryEndpoints(Network network, String host, int port) {
        this.network = network;
        this.host = host;
        this.port = port;
    }

    /**
     * @param address as {@code CONSUL_HTTP_ADDR} has it: {@code 127.0.0.1:8500} or {@code
     *     http://127.0.0.1:8500}
     * @throws IllegalArgumentException if it is neither
     */
    public static RegistryEndpoints at(String address, EventLoops loops, ConnectionPool pool) {
        URI uri;
        try {
            uri = URI.create(address.contains("://") ? address : "http://" + address);
        } catch (IllegalArgumentException e) {
            throw unusable(address);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw unusable(address);
        }
        int port = uri.getPort() < 0 ? CONSUL_PORT : uri.getPort();
        return new RegistryEndpoints(new Network(loops, pool), uri.getHost(), port);
    }

    /** Calls {@code listener} with an empty snapshot of index 0 at once, and then with news. */
    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        listener.accept(Endpoints.none(service));
        var watch = new RegistryWatch(network, host, port, service, listener);
        var thread = Thread.ofVirtual().name("registry-watch-" + service).start(watch);
        return thread::interrupt;
    }

    private static IllegalArgumentException unusable(String address) {
        return new IllegalArgumentException(
                "the registry's address is \"" + address + "\", expected host:port");
    }
}
