package dev.muster.service.source;

import dev.muster.consul.Consul;
import dev.muster.service.source.OpenSource.Registration;

import java.util.Optional;

/** Consul, or the registry of an agent of Muster, at {@code CONSUL_HTTP_ADDR}: for any service. */
public final class ConsulRegistry {
    private static final String VARIABLE = "CONSUL_HTTP_ADDR";

    private ConsulRegistry() {}

    public static Optional<OpenSource> find(SourceContext context) {
        return context.variables().apply(VARIABLE).map(address -> open(address, context));
    }

    private static OpenSource open(String address, SourceContext context) {
        try {
            var consul = Consul.at(address, context.calls());
            return new OpenSource(
                    _ -> true,
                    consul.endpoints(),
                    Optional.of(new Registration(consul.registrar(), consul.log())));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(VARIABLE + ": " + e.getMessage(), e);
        }
    }
}
