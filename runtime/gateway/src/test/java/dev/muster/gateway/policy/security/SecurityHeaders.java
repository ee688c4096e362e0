package dev.muster.gateway.policy.security;

import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.transport.FlatHeaders;

/**
 * A policy as anybody would add one: it tells browsers to believe types and to stay out of frames.
 */
public final class SecurityHeaders implements EdgePolicy {
    @Override
    public void decorate(FlatHeaders response) {
        response.set("x-content-type-options", "nosniff");
        response.set("x-frame-options", "DENY");
    }
}
