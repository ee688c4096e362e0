package dev.muster.gateway.policy.limit;

import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.Problem;
import dev.muster.transport.ServerExchange;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Refuses bodies that are too long: by their head where that tells, else as soon as too much came.
 *
 * @param bytes how long a body may be
 */
public record BodyLimit(long bytes) implements EdgePolicy {
    private static final HttpResponseStatus TOO_LARGE =
            new HttpResponseStatus(413, "Content Too Large");

    @Override
    public @Nullable Problem examine(ServerExchange client, String path) {
        var length = client.request().headers().get("content-length");
        return length == null ? null : examineBody(Long.parseLong(length));
    }

    @Override
    public @Nullable Problem examineBody(long received) {
        return received <= bytes
                ? null
                : new Problem(
                        TOO_LARGE,
                        "The body is longer than "
                                + bytes
                                + " bytes, the most that this route takes.",
                        Map.of());
    }
}
