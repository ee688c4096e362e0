package dev.muster.server;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a route allows in place of what its listener does.
 *
 * @param maxBodyBytes bytes of a request's body; more are answered 413
 * @param deadline how long a request may take from its head to the end of its answer; then it is
 *     answered 503, or cut where its answer has begun, and its handler's thread is interrupted
 */
public record RouteLimits(OptionalLong maxBodyBytes, Optional<Duration> deadline) {
    private static final RouteLimits NONE = new RouteLimits(OptionalLong.empty(), Optional.empty());

    /**
     * @throws ServerException if there is nothing that either would allow
     */
    public RouteLimits {
        if (maxBodyBytes.isPresent() && maxBodyBytes.getAsLong() < 0) {
            throw new ServerException(
                    "a route's limit of body bytes is "
                            + maxBodyBytes.getAsLong()
                            + "; it must be 0 or more");
        }
        if (deadline.isPresent() && !deadline.get().isPositive()) {
            throw new ServerException(
                    "a route's deadline is " + deadline.get() + "; it must be more than nothing");
        }
    }

    /** What the listener allows, and as much time as it takes. */
    public static RouteLimits none() {
        return NONE;
    }

    public RouteLimits withMaxBodyBytes(long bytes) {
        return new RouteLimits(OptionalLong.of(bytes), deadline);
    }

    public RouteLimits withDeadline(Duration time) {
        return new RouteLimits(maxBodyBytes, Optional.of(time));
    }
}
