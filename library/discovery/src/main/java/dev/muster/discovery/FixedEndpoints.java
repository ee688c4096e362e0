package dev.muster.discovery;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Endpoints that never change: for a service that runs with no registry, and for tests. */
public final class FixedEndpoints implements EndpointSource {
    private static final String FIXED = "fixed";

    private final Map<String, Endpoints> byService;

    private FixedEndpoints(Map<String, Endpoints> byService) {
        this.byService = Map.copyOf(byService);
    }

    /** The endpoints of one service; every other service has none. */
    public static FixedEndpoints of(String service, Endpoint... endpoints) {
        return new FixedEndpoints(
                Map.of(service, new Endpoints(service, List.of(endpoints), FIXED)));
    }

    /**
     * One endpoint for each service, by the address it is reached at, such as {@code
     * http://127.0.0.1:8081} or {@code https://api.bank.com}, perhaps with a path that goes before
     * every request's own.
     *
     * @throws IllegalArgumentException if an address is neither {@code http} nor {@code https} with
     *     a host, or has more than a host, a port and a plain path
     */
    public static FixedEndpoints at(Map<String, URI> addresses) {
        var byService = new LinkedHashMap<String, Endpoints>();
        addresses.forEach(
                (service, address) -> {
                    var endpoint = Endpoint.below(service, address);
                    byService.put(service, new Endpoints(service, List.of(endpoint), FIXED));
                });
        return new FixedEndpoints(byService);
    }

    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        listener.accept(byService.getOrDefault(service, new Endpoints(service, List.of(), FIXED)));
        return () -> {};
    }
}
