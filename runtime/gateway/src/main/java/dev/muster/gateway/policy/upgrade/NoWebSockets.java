package dev.muster.gateway.policy.upgrade;

import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.Problem;
import dev.muster.transport.ServerExchange;

import org.jspecify.annotations.Nullable;

/**
 * Refuses a WebSocket handshake that a service would accept. Every other upgrade is an offer that
 * RFC 9110, section 7.8, lets us ignore: the request is passed on without it.
 */
public final class NoWebSockets implements EdgePolicy {
    @Override
    public @Nullable Problem examine(ServerExchange client, String path) {
        var headers = client.request().fields();
        return "websocket".equalsIgnoreCase(headers.get("upgrade"))
                        && "13".equals(headers.get("sec-websocket-version"))
                        && headers.lists("connection", "upgrade")
                ? Problem.of(501, "The gateway does not pass on WebSocket connections.")
                : null;
    }
}
