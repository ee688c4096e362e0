package dev.muster.registry;

import dev.muster.discovery.Endpoint;
import dev.muster.discovery.Endpoints;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Every endpoint of one service at one moment, in the order of their ids; immutable. What thousands
 * of clients are answered with is encoded once.
 */
final class ServiceSnapshot {
    private final String service;
    private final List<Registration> registrations;
    private final long index;
    private final Endpoints ready;
    private final Once healthOfReady;
    private final Once healthOfAll;

    private ServiceSnapshot(String service, List<Registration> registrations, long index) {
        this.service = service;
        this.registrations = registrations;
        this.index = index;
        var passing = registrations.stream().filter(Registration::ready).toList();
        this.ready =
                new Endpoints(
                        service,
                        passing.stream().map(Registration::endpoint).toList(),
                        Long.toString(index));
        this.healthOfReady = new Once(() -> ConsulJson.health(service, passing));
        this.healthOfAll = new Once(() -> ConsulJson.health(service, registrations));
    }

    static ServiceSnapshot empty(String service, long index) {
        return new ServiceSnapshot(service, List.of(), index);
    }

    /**
     * What follows this one when an owner's registrations are replaced by these; empty if nothing
     * would change.
     */
    Optional<ServiceSnapshot> next(
            Owner owner,
            Collection<Endpoint> nowReady,
            Collection<Endpoint> nowUnready,
            long nextIndex) {
        var before =
                registrations.stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.endpoint().id(), Function.identity()));
        var after = new TreeMap<String, Registration>();
        nowUnready.forEach(each -> put(after, before, owner, each, false, nextIndex));
        nowReady.forEach(each -> put(after, before, owner, each, true, nextIndex));
        for (var each : registrations) {
            if (each.owner() != owner) {
                after.merge(
                        each.endpoint().id(),
                        each,
                        (given, kept) -> kept.owner() == Owner.FLEET ? kept : given);
            }
        }
        var next = List.copyOf(after.values());
        return next.equals(registrations)
                ? Optional.empty()
                : Optional.of(new ServiceSnapshot(service, next, nextIndex));
    }

    String service() {
        return service;
    }

    List<Registration> registrations() {
        return registrations;
    }

    long index() {
        return index;
    }

    /** The endpoints that can be called. */
    Endpoints ready() {
        return ready;
    }

    /** The body of Consul's {@code /v1/health/service/NAME}; it must not be changed. */
    byte[] health(boolean passing) {
        return passing ? healthOfReady.bytes() : healthOfAll.bytes();
    }

    private static void put(
            Map<String, Registration> after,
            Map<String, Registration> before,
            Owner owner,
            Endpoint endpoint,
            boolean ready,
            long index) {
        var known = before.get(endpoint.id());
        if (known == null) {
            after.put(endpoint.id(), new Registration(endpoint, owner, ready, index, index));
        } else if (known.owner() == owner
                && known.ready() == ready
                && known.endpoint().equals(endpoint)) {
            after.put(endpoint.id(), known);
        } else {
            after.put(
                    endpoint.id(),
                    new Registration(endpoint, owner, ready, known.created(), index));
        }
    }

    /** Bytes made by the first who asks, while the others wait for them. */
    private static final class Once {
        private final Supplier<byte[]> maker;
        private byte[] made = {};
        private boolean isMade;

        Once(Supplier<byte[]> maker) {
            this.maker = maker;
        }

        synchronized byte[] bytes() {
            if (!isMade) {
                made = maker.get();
                isMade = true;
            }
            return made;
        }
    }
}
