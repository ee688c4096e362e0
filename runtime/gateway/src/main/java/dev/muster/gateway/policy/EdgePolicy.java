package dev.muster.gateway.policy;

import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;

import org.jspecify.annotations.Nullable;

/**
 * A rule that a request meets at the edge before a service is asked. One object serves every
 * request of its route, on any event loop and at the same time, so it neither blocks nor keeps a
 * state that is not thread-safe.
 */
public interface EdgePolicy {
    /**
     * What the edge answers in the service's place; null to let the request pass, perhaps with
     * other fields.
     *
     * @param path as the service will read it: decoded, without parameters
     */
    default @Nullable Problem examine(ServerExchange client, String path) {
        return null;
    }

    /**
     * What the edge answers instead of taking more of a request's body; null to let it pass. Asked
     * while no response has begun.
     *
     * @param received bytes, with what has just come
     */
    default @Nullable Problem examineBody(long received) {
        return null;
    }

    /** Adds to the fields of a service's response, or takes from them. */
    default void decorate(FlatHeaders response) {}
}
