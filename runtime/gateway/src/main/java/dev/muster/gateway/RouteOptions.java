package dev.muster.gateway;

import java.time.Duration;

/**
 * How the requests of one route are treated.
 *
 * @param encodedSlashes whether a path with {@code %2F} or {@code //} is passed on; elsewhere it is
 *     refused, because programs read it differently
 * @param hedge whether a {@code PUT} or {@code DELETE} that has stalled is sent to another replica
 *     too, for services where executing one twice at the same time does no harm
 * @param maxBodyBytes how long a request's body may be; negative for as long as the listener takes
 * @param deadline how long the service may take from the end of a request to the head of its
 *     response, at most {@link GatewayConfig#upstream}'s own
 */
public record RouteOptions(
        boolean encodedSlashes, boolean hedge, long maxBodyBytes, Duration deadline) {
    /** What a route has that says nothing else. */
    public static final RouteOptions USUAL = new RouteOptions(false, false, -1, Duration.ofDays(1));

    public RouteOptions {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("deadline is " + deadline + "; it must be positive");
        }
    }

    public RouteOptions withEncodedSlashes() {
        return new RouteOptions(true, hedge, maxBodyBytes, deadline);
    }

    public RouteOptions withHedge() {
        return new RouteOptions(encodedSlashes, true, maxBodyBytes, deadline);
    }

    public RouteOptions withMaxBodyBytes(long bytes) {
        return new RouteOptions(encodedSlashes, hedge, bytes, deadline);
    }

    public RouteOptions withDeadline(Duration newDeadline) {
        return new RouteOptions(encodedSlashes, hedge, maxBodyBytes, newDeadline);
    }
}
