package dev.muster.service;

import dev.muster.client.ClientConfig;
import dev.muster.client.Peers;
import dev.muster.client.RegistryEndpoints;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.discovery.FixedEndpoints;
import dev.muster.server.ScopedExecutor;
import dev.muster.telemetry.Metrics;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;
import dev.muster.transport.PoolConfig;
import dev.muster.transport.TrustedIssuers;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/**
 * The services around this one, as its environment tells of them: by the registry at {@code
 * CONSUL_HTTP_ADDR}, or where there is none each by its {@code <NEED>_URL}; one whose address is
 * {@code https} always by that. Nothing is opened before the first client is asked for.
 */
final class Surroundings implements EndpointSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    /** As OpenSSL, Go and Python name it. */
    private static final String TRUST = "SSL_CERT_FILE";

    private final Environment environment;
    private final EventLoops loops;
    private final Metrics metrics;
    private final TrustedIssuers trusted;
    private final ExecutorService executor = new ScopedExecutor();
    private @Nullable ConnectionPool pool;
    private @Nullable EndpointSource registry;
    private @Nullable Peers peers;

    Surroundings(Environment environment, EventLoops loops, Metrics metrics) {
        this.environment = environment;
        this.loops = loops;
        this.metrics = metrics;
        trusted =
                environment
                        .find(TRUST)
                        .map(bundle -> TrustedIssuers.in(Path.of(bundle)))
                        .orElseGet(TrustedIssuers::ofRuntime);
    }

    /**
     * @throws ServiceException if the registry's address is none
     */
    Peers peers() {
        if (peers == null) {
            var connections = new ConnectionPool(loops, PoolConfig.standard(), trusted);
            pool = connections;
            registry =
                    environment
                            .find("CONSUL_HTTP_ADDR")
                            .map(address -> registry(address, connections))
                            .orElse(null);
            peers = new Peers(this, loops, connections, metrics, ClientConfig.STANDARD);
        }
        return peers;
    }

    ExecutorService executor() {
        return executor;
    }

    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        var source =
                registry == null || isSecure(environment.findUrl(service))
                        ? direct(service)
                        : registry;
        return source.subscribe(service, listener);
    }

    /** Who asks for TLS is not given the replica without it that the registry may know. */
    private static boolean isSecure(Optional<URI> address) {
        return address.filter(url -> "https".equalsIgnoreCase(url.getScheme())).isPresent();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        if (peers != null) {
            peers.close();
        }
        if (pool != null) {
            pool.close();
        }
    }

    @Override
    public String toString() {
        return "the connections to other services";
    }

    private EndpointSource registry(String address, ConnectionPool connections) {
        try {
            return RegistryEndpoints.at(address, loops, connections);
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration("CONSUL_HTTP_ADDR: " + e.getMessage());
        }
    }

    /** A peer that nobody knows has no replica: calls to it fail, and the rest of us works. */
    private EndpointSource direct(String service) {
        var address = environment.findUrl(service);
        if (address.isEmpty()) {
            LOG.warn(
                    "{} cannot be called: set {} or CONSUL_HTTP_ADDR",
                    service,
                    Environment.urlVariable(service));
            return FixedEndpoints.at(Map.of());
        }
        if (isSecure(address)) {
            loadTrusted();
        }
        try {
            return FixedEndpoints.at(Map.of(service, address.get()));
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration(String.valueOf(e.getMessage()));
        }
    }

    private void loadTrusted() {
        try {
            trusted.load();
        } catch (IllegalArgumentException e) {
            throw ServiceException.configuration(TRUST + ": " + e.getMessage());
        }
    }
}
