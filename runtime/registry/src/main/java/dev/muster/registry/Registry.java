package dev.muster.registry;

import static java.util.Objects.requireNonNull;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What is known of every service's endpoints, held in memory and published as whole snapshots.
 * Thread-safe.
 *
 * <p>Each change gets an index, and a service has the index of its last change. Indexes begin at
 * the wall clock's microseconds, so that they grow across restarts too; where the clock was set
 * back in between, a client that waits with an index of the earlier life is answered at once.
 *
 * <p>Until {@link #open} the registry answers nobody over the network. Of a registry that is only
 * half filled a client would take what is missing for gone; one that is refused keeps what it
 * knows.
 */
public final class Registry implements EndpointSource {
    private final long firstIndex;
    private final ConcurrentHashMap<String, Service> services = new ConcurrentHashMap<>();
    private final Watched<Names> names;
    private final ReentrantLock publishing = new ReentrantLock();
    private long lastIndex;
    private volatile boolean open;

    /** The services that have endpoints. */
    record Names(SortedSet<String> names, long index) {}

    /**
     * An empty registry.
     *
     * @param clock tells where the indexes begin
     */
    public Registry(InstantSource clock) {
        firstIndex = clock.millis() * 1000;
        lastIndex = firstIndex;
        names = new Watched<>(new Names(new TreeSet<>(), firstIndex), Names::index);
    }

    /** Says that everything that runs has been published: from now on clients are answered. */
    public void open() {
        open = true;
    }

    /** Whether clients are answered. */
    public boolean isOpen() {
        return open;
    }

    /** Replaces every endpoint that the fleet has of {@code service} by these, which are ready. */
    public void publish(String service, Collection<Endpoint> ready) {
        publish(service, ready, List.of());
    }

    /**
     * Replaces every endpoint that the fleet has of {@code service}. Publishing what is known
     * already changes nothing. Listeners have been called when this returns.
     *
     * @param unready endpoints that clients may see, as critical, and that none of them calls
     */
    public void publish(String service, Collection<Endpoint> ready, Collection<Endpoint> unready) {
        publish(Owner.FLEET, service, ready, unready);
    }

    /** As {@link #publish(String, Collection, Collection)}, of what {@code owner} has said. */
    void publish(
            Owner owner, String service, Collection<Endpoint> ready, Collection<Endpoint> unready) {
        var news = new ArrayList<Runnable>();
        publishing.lock();
        try {
            replace(owner, service, ready, unready, news);
        } finally {
            publishing.unlock();
        }
        news.forEach(Runnable::run);
    }

    /**
     * Replaces every endpoint that the fleet has of every service by these; of a service not named
     * it has none left. What announced itself stays.
     */
    public void publish(Map<String, ? extends Collection<Endpoint>> readyByService) {
        var news = new ArrayList<Runnable>();
        publishing.lock();
        try {
            var gone = new HashSet<>(names.now().names());
            gone.removeAll(readyByService.keySet());
            gone.forEach(service -> replace(Owner.FLEET, service, List.of(), List.of(), news));
            readyByService.forEach(
                    (service, ready) -> replace(Owner.FLEET, service, ready, List.of(), news));
        } finally {
            publishing.unlock();
        }
        news.forEach(Runnable::run);
    }

    /** The ready endpoints of {@code service} at this moment. */
    public Endpoints endpoints(String service) {
        return snapshot(service).ready();
    }

    @Override
    public Subscription subscribe(String service, Consumer<Endpoints> listener) {
        var held = hold(service);
        var delivery =
                new Delivery(
                        listener,
                        closed -> {
                            held.deliveries.remove(closed);
                            release(service);
                        });
        held.deliveries.add(delivery);
        delivery.bring(held.snapshot.now());
        return delivery;
    }

    /** What is known of {@code service}: of one never heard of, nothing. */
    ServiceSnapshot snapshot(String service) {
        var known = services.get(service);
        return known == null ? ServiceSnapshot.empty(service, firstIndex) : known.snapshot.now();
    }

    /** As {@link Watched#await}, for what is known of {@code service}. */
    ServiceSnapshot await(String service, long seen, Duration longest) throws InterruptedException {
        var held = hold(service);
        try {
            return held.snapshot.await(seen, longest);
        } finally {
            release(service);
        }
    }

    Watched<Names> names() {
        return names;
    }

    /** How many services are kept in memory: those published, and those somebody waits for. */
    int kept() {
        return services.size();
    }

    /** How many listen to or wait for {@code service}. */
    int waiting(String service) {
        var known = services.get(service);
        return known == null ? 0 : known.holders.get();
    }

    private void replace(
            Owner owner,
            String name,
            Collection<Endpoint> ready,
            Collection<Endpoint> unready,
            List<Runnable> news) {
        var service = hold(name);
        service.published = true;
        release(name);
        var before = service.snapshot.now();
        var change = before.next(owner, ready, unready, lastIndex + 1);
        if (change.isEmpty()) {
            return;
        }
        lastIndex++;
        var after = change.get();
        var wake = service.snapshot.replace(after);
        if (!before.ready().ready().equals(after.ready().ready())) {
            news.add(() -> service.deliveries.forEach(each -> each.bring(after)));
        }
        news.add(wake);
        if (before.registrations().isEmpty() || after.registrations().isEmpty()) {
            news.add(replaceNames(name, !after.registrations().isEmpty()));
        }
    }

    private Runnable replaceNames(String name, boolean isThere) {
        var after = new TreeSet<>(names.now().names());
        if (isThere) {
            after.add(name);
        } else {
            after.remove(name);
        }
        return names.replace(new Names(Collections.unmodifiableSortedSet(after), lastIndex));
    }

    /** The service, kept in memory until it is released as often as it was held. */
    private Service hold(String name) {
        var held =
                services.compute(
                        name,
                        (_, known) -> {
                            var service =
                                    known == null
                                            ? new Service(ServiceSnapshot.empty(name, firstIndex))
                                            : known;
                            service.holders.incrementAndGet();
                            return service;
                        });
        return requireNonNull(held);
    }

    private void release(String name) {
        services.computeIfPresent(
                name,
                (_, service) ->
                        service.holders.decrementAndGet() == 0 && !service.published
                                ? null
                                : service);
    }

    /** A service that was published, or that somebody waits for. */
    private static final class Service {
        final Watched<ServiceSnapshot> snapshot;
        final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

        /** Changed by none but {@link #hold} and {@link #release}. */
        final AtomicInteger holders = new AtomicInteger();

        /** What was published once keeps its index, or waiting clients would see it go back. */
        volatile boolean published;

        Service(ServiceSnapshot first) {
            this.snapshot = new Watched<>(first, ServiceSnapshot::index);
        }
    }
}
