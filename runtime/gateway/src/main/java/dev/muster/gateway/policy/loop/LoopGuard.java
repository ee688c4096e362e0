package dev.muster.gateway.policy.loop;

import dev.muster.gateway.fields.Via;
import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.Problem;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Refuses what has passed a gateway more often than anybody can have meant it to. */
public record LoopGuard(String service) implements EdgePolicy {
    private static final HttpResponseStatus LOOP = new HttpResponseStatus(508, "Loop Detected");

    @Override
    public @Nullable Problem examine(ServerExchange client, String path) {
        return Via.isLooping((FlatHeaders) client.request().headers())
                ? new Problem(LOOP, service + " sends the request back here.", Map.of())
                : null;
    }
}
