package dev.muster.gateway.policy;

import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/** Policies in the order in which requests meet them; responses meet them in the same order. */
public final class EdgePolicies implements EdgePolicy {
    // Not a list: an iterator a request is what a policy would cost most.
    private final EdgePolicy[] each;

    private EdgePolicies(EdgePolicy[] each) {
        this.each = each;
    }

    public static EdgePolicies of(Collection<EdgePolicy> policies) {
        return new EdgePolicies(policies.toArray(EdgePolicy[]::new));
    }

    @Override
    public @Nullable Problem examine(ServerExchange client, String path) {
        for (var policy : each) {
            var problem = policy.examine(client, path);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    @Override
    public @Nullable Problem examineBody(long received) {
        for (var policy : each) {
            var problem = policy.examineBody(received);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    @Override
    public void decorate(FlatHeaders response) {
        for (var policy : each) {
            policy.decorate(response);
        }
    }
}
