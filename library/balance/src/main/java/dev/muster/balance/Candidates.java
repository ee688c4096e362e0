package dev.muster.balance;

import dev.muster.balance.AttemptAction.Reason;
import dev.muster.discovery.Endpoint;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where the attempts at one request go: each to an endpoint that had none of them, and a second one
 * only within the {@link RetryBudget}. Not thread-safe.
 */
public final class Candidates {
    private final LoadBalancer balancer;
    private final RetryBudget budget;
    private final boolean repeatable;
    private Set<Endpoint> tried = Set.of();
    private Optional<Pick> last = Optional.empty();

    /**
     * @param repeatable whether the request may be sent again, should it fail: only then may it
     *     find out whether an ejected endpoint is back
     */
    public Candidates(LoadBalancer balancer, RetryBudget budget, boolean repeatable) {
        this.balancer = balancer;
        this.budget = budget;
        this.repeatable = repeatable;
    }

    /** For the first attempt; empty when the service has no endpoint. */
    public Optional<Pick> first() {
        budget.request();
        last = repeatable ? balancer.pick() : balancer.pickForOneTry();
        return last;
    }

    /** For another attempt; empty when there is no other endpoint, or no retry left. */
    public Optional<Pick> another(Reason reason) {
        var excluded = new HashSet<>(tried);
        last.map(Pick::endpoint).ifPresent(excluded::add);
        tried = excluded;
        var other = balancer.pick(tried);
        if (other.isEmpty() && reason == Reason.STALE) {
            other = balancer.pick();
        }
        if (other.isPresent() && reason != Reason.UNREACHABLE && !budget.tryRetry()) {
            other.get().abandoned();
            return Optional.empty();
        }
        if (other.isPresent()) {
            last = other;
        }
        return other;
    }
}
