package dev.muster.registry;

import dev.muster.discovery.EndpointSource.Subscription;
import dev.muster.discovery.Endpoints;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Brings snapshots to one listener: one call at a time, and never an older one after a newer.
 * Whoever brings one waits for the listener, which is why listeners are quick.
 */
final class Delivery implements Subscription {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final long NONE = -1;

    private final Consumer<Endpoints> listener;
    private final Consumer<Delivery> whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReentrantLock calling = new ReentrantLock();
    private long delivered = NONE;

    Delivery(Consumer<Endpoints> listener, Consumer<Delivery> whenClosed) {
        this.listener = listener;
        this.whenClosed = whenClosed;
    }

    /** Calls the listener, unless it has been given this snapshot or a newer one. */
    void bring(ServiceSnapshot snapshot) {
        calling.lock();
        try {
            if (!closed.get() && snapshot.index() > delivered) {
                delivered = snapshot.index();
                listener.accept(snapshot.ready());
            }
        } catch (RuntimeException e) {
            log.error("A listener to the endpoints of {} failed", snapshot.service(), e);
        } finally {
            calling.unlock();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            whenClosed.accept(this);
        }
    }
}
