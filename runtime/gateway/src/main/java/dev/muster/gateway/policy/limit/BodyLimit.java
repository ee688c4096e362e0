package dev.muster.gateway.policy.limit;

import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.Problem;
import dev.muster.transport.ServerExchange;

import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that are too long: by their head where that tells, else as soon as too much came.
 *
 * @param bytes how long a body may be
 */
public record BodyLimit(long bytes) implements EdgePolicy {
    @Override
    public @Nullable Problem examine(ServerExchange client, String path) {
        var length = client.request().fields().get("content-length");
        return length == null ? null : examineBody(Long.parseLong(length));
    }

    @Override
    public @Nullable Problem examineBody(long received) {
        return received <= bytes
                ? null
                : Problem.of(
                        413,
                        "The body is longer than "
                                + bytes
                                + " bytes, the most that this route takes.");
    }
}
