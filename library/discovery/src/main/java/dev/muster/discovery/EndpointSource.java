package dev.muster.discovery;

import java.util.function.Consumer;

/**
 * Where endpoints come from: fixed addresses, the embedded registry, Consul, etcd. A source that
 * loses what it asks keeps the last snapshot it had. Thread-safe.
 */
public interface EndpointSource {
    /**
     * Calls {@code listener} with the current snapshot of {@code service} before this returns, and
     * again with each new one, one call at a time and never an older one after a newer, until the
     * subscription is closed. A listener is quick; one that throws keeps nothing from the others.
     */
    Subscription subscribe(String service, Consumer<Endpoints> listener);

    /** Ends a subscription; closing twice does nothing. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
