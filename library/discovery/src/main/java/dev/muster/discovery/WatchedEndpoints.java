package dev.muster.discovery;

import java.util.function.Consumer;

/**
 * The endpoints that a registry knows, asked for by one question after the other; each is answered
 * when there is news. While the registry is gone the last snapshot stays, and it is asked again
 * after a jittered wait.
 *
 * <p>Thread-safe. Each subscription has a thread of its own, which ends with it.
 */
public final class WatchedEndpoints implements EndpointSource {
    private final EndpointQuery query;
    private final WatchConfig config;
    private final WatchBackend backend;
    private final Reachability reach;

    public WatchedEndpoints(
            EndpointQuery query,
            WatchConfig config,
            WatchBackend backend,
            SourceListener listener) {
        this.query = query;
        this.config = config;
        this.backend = backend;
        this.reach = new Reachability(listener);
    }

    /** Calls {@code listener} with a snapshot that is not known at once, and then with news. */
    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        var watch = new EndpointWatch(query, service, config, backend, reach, listener);
        watch.tell();
        var thread = backend.start("endpoints-of-" + service, watch);
        return () -> {
            watch.close();
            thread.interrupt();
        };
    }
}
