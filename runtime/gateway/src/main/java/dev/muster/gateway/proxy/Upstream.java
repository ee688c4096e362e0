package dev.muster.gateway.proxy;

import dev.muster.balance.LoadBalancer;
import dev.muster.balance.RetryBudget;
import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.transport.ConnectionPool;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * One service as the gateway sees it: its endpoints, the choice among them and what may be sent
 * again. Thread-safe.
 */
public final class Upstream implements AutoCloseable {
    private final String service;
    private final LoadBalancer balancer;
    private final RetryBudget budget;
    private final EndpointSource.Subscription subscription;
    private final Duration leastStall;
    // Kept, so that none is made per request.
    private volatile Map<Endpoint, InetSocketAddress> addresses = Map.of();

    public Upstream(
            String service,
            LoadBalancer balancer,
            RetryBudget budget,
            Duration stall,
            EndpointSource source) {
        this.service = service;
        this.balancer = balancer;
        this.budget = budget;
        this.leastStall = stall;
        this.subscription = source.subscribe(service, this::update);
    }

    public String service() {
        return service;
    }

    LoadBalancer balancer() {
        return balancer;
    }

    RetryBudget budget() {
        return budget;
    }

    InetSocketAddress address(Endpoint endpoint) {
        var address = addresses.get(endpoint);
        return address != null ? address : ConnectionPool.address(endpoint.host(), endpoint.port());
    }

    /** After how long without an answer a request is taken for stuck. */
    long stallNanos() {
        return balancer.hedgeDelay(leastStall).toNanos();
    }

    @Override
    public void close() {
        subscription.close();
    }

    private void update(Endpoints snapshot) {
        var known = new HashMap<Endpoint, InetSocketAddress>();
        // Those that leave stay known until the next snapshot: requests may hold a pick of them.
        balancer.endpoints().ready().forEach(endpoint -> keep(endpoint, known));
        snapshot.ready().forEach(endpoint -> keep(endpoint, known));
        addresses = known;
        balancer.update(snapshot);
    }

    private void keep(Endpoint endpoint, Map<Endpoint, InetSocketAddress> known) {
        var before = addresses.get(endpoint);
        known.put(
                endpoint,
                before != null ? before : ConnectionPool.address(endpoint.host(), endpoint.port()));
    }
}
