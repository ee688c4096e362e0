package dev.muster.service.source;

import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.discovery.FixedEndpoints;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The address that {@code <NEED>_URL} has. A service that nobody knows has no replica: calls to it
 * fail, and the rest works.
 */
public final class Addresses implements EndpointSource {
    private static final Logger LOG = LoggerFactory.getLogger("dev.muster.service");

    private final SourceContext context;

    private Addresses(SourceContext context) {
        this.context = context;
    }

    /** The addresses that are {@code https}: who asks for TLS is not given a replica without it. */
    public static Optional<OpenSource> secure(SourceContext context) {
        return Optional.of(
                OpenSource.of(
                        service ->
                                context.addresses().apply(service).stream()
                                        .anyMatch(Addresses::isSecure),
                        new Addresses(context)));
    }

    /** Every address. */
    public static Optional<OpenSource> all(SourceContext context) {
        return Optional.of(OpenSource.of(_ -> true, new Addresses(context)));
    }

    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        return source(service).subscribe(service, listener);
    }

    private EndpointSource source(String service) {
        var address = context.addresses().apply(service);
        if (address.isEmpty()) {
            LOG.warn("{} cannot be called: set {} or CONSUL_HTTP_ADDR", service, variable(service));
            return FixedEndpoints.at(Map.of());
        }
        if (isSecure(address.get())) {
            context.trusts().run();
        }
        return FixedEndpoints.at(Map.of(service, address.get()));
    }

    /** The variable that has the address of {@code need}: {@code ORDERS_DB_URL} of orders-db. */
    public static String variable(String need) {
        return need.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
    }

    private static boolean isSecure(URI address) {
        return "https".equalsIgnoreCase(address.getScheme());
    }
}
