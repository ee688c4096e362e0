package dev.muster.consul;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Registrar;
import dev.muster.discovery.SourceListener;
import dev.muster.discovery.SystemBackend;
import dev.muster.discovery.WatchBackend;
import dev.muster.discovery.WatchConfig;
import dev.muster.discovery.WatchedEndpoints;
import dev.muster.http.Handler;

import java.net.URI;
import java.util.function.Function;

/**
 * A registry that speaks Consul's HTTP API, version 1: Consul itself, or the one that an agent of
 * Muster has. Thread-safe.
 */
public final class Consul {
    private static final int USUAL_PORT = 8500;

    private final Endpoint address;
    private final Handler calls;

    private Consul(Endpoint address, Handler calls) {
        this.address = address;
        this.calls = calls;
    }

    /**
     * @param address as {@code CONSUL_HTTP_ADDR} has it: {@code 127.0.0.1:8500} or {@code
     *     http://127.0.0.1:8500}
     * @param calls how an address is called: a handler that answers with what came back, and has at
     *     least 25 s for it
     * @throws IllegalArgumentException if the address is neither
     */
    public static Consul at(String address, Function<Endpoint, Handler> calls) {
        var endpoint = endpoint(address);
        return new Consul(endpoint, calls.apply(endpoint));
    }

    /**
     * The ready endpoints of services, by {@code GET /v1/health/service/NAME?passing} with Consul's
     * blocking queries: news takes a round trip.
     */
    public EndpointSource endpoints() {
        return endpoints(WatchConfig.STANDARD, SystemBackend.INSTANCE);
    }

    public EndpointSource endpoints(WatchConfig config, WatchBackend backend) {
        return new WatchedEndpoints(new HealthQuery(calls), config, backend, log());
    }

    /** Registration at Consul's agent, with a check that expires. */
    public Registrar registrar() {
        return new AgentRegistrar(calls);
    }

    /** Says in the log how this registry fares. */
    public SourceListener log() {
        return new ConsulLog(address);
    }

    private static Endpoint endpoint(String address) {
        try {
            var uri = URI.create(address.contains("://") ? address : "http://" + address);
            return Endpoint.at("registry", uri, USUAL_PORT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the registry's address is \"" + address + "\", expected host:port", e);
        }
    }
}
