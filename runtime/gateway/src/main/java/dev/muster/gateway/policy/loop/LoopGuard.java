package dev.muster.gateway.policy.loop;

import dev.muster.gateway.fields.Via;
import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.Problem;
import dev.muster.transport.ServerExchange;

import org.jspecify.annotations.Nullable;

/** Refuses what has passed a gateway more often than anybody can have meant it to. */
public record LoopGuard(String service) implements EdgePolicy {
    @Override
    public @Nullable Problem examine(ServerExchange client, String path) {
        return Via.isLooping(client.request().fields())
                ? Problem.of(508, service + " sends the request back here.")
                : null;
    }
}
