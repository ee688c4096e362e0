package dev.muster.balance;

import java.util.function.Consumer;

/**
 * Where endpoints come from: a fixed list, the registry, Consul, etcd. A source that loses its own
 * source keeps the last snapshot it had. Thread-safe.
 */
public interface EndpointSource {
    /**
     * Calls {@code listener} with the current snapshot of {@code service} before this returns, and
     * again with each new one, one call at a time, until the subscription is closed.
     */
    Subscription subscribe(String service, Consumer<Endpoints> listener);

    /** Ends a subscription; closing twice does nothing. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
