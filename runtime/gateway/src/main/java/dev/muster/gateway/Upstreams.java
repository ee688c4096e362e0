package dev.muster.gateway;

import dev.muster.balance.Failure;
import dev.muster.balance.LoadBalancer;
import dev.muster.balance.RetryBudget;
import dev.muster.balance.RotationListener;
import dev.muster.discovery.Endpoint;
import dev.muster.gateway.proxy.GatewayMetrics;
import dev.muster.gateway.proxy.Upstream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The services that are subscribed to, each once, so that all callers of a service share what is
 * known of its endpoints. Not thread-safe: its gateway's lock guards it.
 */
final class Upstreams {
    private final GatewayContext context;
    private final GatewayMetrics metrics;
    private final Duration stall;
    private final Map<String, Upstream> byService = new HashMap<>();

    /**
     * @param stall see {@link GatewayConfig#stall}
     */
    Upstreams(GatewayContext context, GatewayMetrics metrics, Duration stall) {
        this.context = context;
        this.metrics = metrics;
        this.stall = stall;
    }

    /** The one of {@code service}, subscribed to now if it was not before. */
    Upstream of(String service) {
        return byService.computeIfAbsent(service, this::subscribe);
    }

    /** Ends the subscriptions of every service but {@code used}. */
    void closeAllBut(Set<String> used) {
        byService
                .values()
                .removeIf(
                        upstream -> {
                            boolean unused = !used.contains(upstream.service());
                            if (unused) {
                                upstream.close();
                            }
                            return unused;
                        });
    }

    private Upstream subscribe(String service) {
        var nanoTime = context.nanoTime();
        var balancer = LoadBalancer.of(service, nanoTime, context.random(), listener(service));
        var budget = RetryBudget.standard(nanoTime);
        return new Upstream(service, balancer, budget, stall, context.endpoints());
    }

    private RotationListener listener(String service) {
        return new RotationListener() {
            @Override
            public void ejected(
                    Endpoint endpoint, Failure failure, Duration after, Duration retryIn) {
                metrics.ejected(service);
                context.events().ejected(service, endpoint, failure, after, retryIn);
            }

            @Override
            public void readmitted(Endpoint endpoint, Duration outFor) {
                context.events().readmitted(service, endpoint, outFor);
            }
        };
    }
}
