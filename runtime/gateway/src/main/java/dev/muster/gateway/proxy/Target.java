package dev.muster.gateway.proxy;

import dev.muster.gateway.policy.EdgePolicies;

import java.time.Duration;

/**
 * A service as one caller reaches it, by one route.
 *
 * @param hedge whether a {@code PUT} or {@code DELETE} that has stalled is sent to another replica
 *     too
 * @param deadlineNanos from the end of a request to the head of its response
 */
public record Target(
        Upstream upstream,
        TrafficMeter meter,
        EdgePolicies policies,
        boolean hedge,
        long deadlineNanos) {
    public Target(
            Upstream upstream,
            TrafficMeter meter,
            EdgePolicies policies,
            boolean hedge,
            Duration deadline) {
        this(upstream, meter, policies, hedge, deadline.toNanos());
    }
}
