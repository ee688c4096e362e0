package dev.muster.registry;

import dev.muster.discovery.Endpoint;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The services that announced themselves, each ready for as long as its check says so in time. They
 * are held in memory alone: who is to be known after a restart announces itself again. Thread-safe.
 */
public final class SelfRegistrations {
    private static final Logger LOG = LoggerFactory.getLogger(SelfRegistrations.class);

    private final Registry registry;
    private final Predicate<String> isOfFleet;
    private final LongSupplier nanoTime;
    private final Timers timers;
    private final Map<String, Announced> byId = new TreeMap<>();

    /**
     * @param isOfFleet names that the fleet has given to services of its own, for which nobody else
     *     may take their requests
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public SelfRegistrations(
            Registry registry, Predicate<String> isOfFleet, LongSupplier nanoTime, Timers timers) {
        this.registry = registry;
        this.isOfFleet = isOfFleet;
        this.nanoTime = nanoTime;
        this.timers = timers;
    }

    /**
     * How an announced endpoint is known to work.
     *
     * @param id by which it is updated
     * @param holds how long what was last said of it is believed
     * @param forgottenAfter how long it may be critical before its endpoint is forgotten; null for
     *     ever
     */
    record Check(String id, Duration holds, @Nullable Duration forgottenAfter) {}

    /** An endpoint that was announced, and what was last said of it. */
    private static final class Announced {
        final String service;
        final Endpoint endpoint;
        final Optional<Check> check;
        boolean isReady;
        long saidAt;

        Announced(String service, Endpoint endpoint, Optional<Check> check) {
            this.service = service;
            this.endpoint = endpoint;
            this.check = check;
        }

        /** How long from now until {@link #expire} has something to do; empty if never. */
        Optional<Duration> next(long now) {
            return check.flatMap(
                            each ->
                                    isReady
                                            ? Optional.of(each.holds())
                                            : Optional.ofNullable(each.forgottenAfter()))
                    .map(limit -> limit.minusNanos(now - saidAt));
        }
    }

    boolean isOfFleet(String service) {
        return isOfFleet.test(service);
    }

    /** Takes an announcement in place of the one with the same endpoint's id. */
    synchronized void announce(
            String service, Endpoint endpoint, Optional<Check> check, boolean isReady) {
        var before = byId.remove(endpoint.id());
        if (before != null && !before.service.equals(service)) {
            publish(before.service);
        }
        if (before == null) {
            LOG.info("{} announced itself as {}", endpoint.id(), service);
        }
        var announced = new Announced(service, endpoint, check);
        byId.put(endpoint.id(), announced);
        said(announced, isReady);
    }

    /** What a check says now; false if there is no such check. */
    synchronized boolean update(String checkId, boolean isReady) {
        var checked =
                byId.values().stream()
                        .filter(each -> each.check.filter(c -> c.id().equals(checkId)).isPresent())
                        .findFirst();
        checked.ifPresent(each -> said(each, isReady));
        return checked.isPresent();
    }

    /** Forgets an endpoint; false if it is not known. */
    synchronized boolean withdraw(String id) {
        var gone = byId.remove(id);
        if (gone == null) {
            return false;
        }
        LOG.info("{} of {} withdrew itself", id, gone.service);
        publish(gone.service);
        return true;
    }

    private void said(Announced announced, boolean isReady) {
        announced.isReady = isReady;
        announced.saidAt = nanoTime.getAsLong();
        lookAgain(announced);
        publish(announced.service);
    }

    private void lookAgain(Announced announced) {
        announced.next(nanoTime.getAsLong()).ifPresent(delay -> timers.after(delay, this::expire));
    }

    private synchronized void expire() {
        long now = nanoTime.getAsLong();
        var over =
                byId.values().stream()
                        .filter(
                                each ->
                                        each.next(now)
                                                .filter(left -> !left.isPositive())
                                                .isPresent())
                        .toList();
        over.forEach(each -> expire(each, now));
        over.stream().map(each -> each.service).distinct().forEach(this::publish);
    }

    private void expire(Announced announced, long now) {
        var id = announced.endpoint.id();
        if (announced.isReady) {
            LOG.warn("{} of {} has not said that it is ready in time", id, announced.service);
            announced.isReady = false;
            announced.saidAt = now;
            lookAgain(announced);
        } else {
            LOG.warn("{} of {} is forgotten: it has not been ready", id, announced.service);
            byId.remove(id);
        }
    }

    private void publish(String service) {
        Map<Boolean, List<Endpoint>> byReadiness =
                byId.values().stream()
                        .filter(each -> each.service.equals(service))
                        .collect(
                                Collectors.partitioningBy(
                                        each -> each.isReady,
                                        Collectors.mapping(
                                                each -> each.endpoint, Collectors.toList())));
        registry.publish(
                Owner.ITSELF,
                service,
                byReadiness.getOrDefault(true, List.of()),
                byReadiness.getOrDefault(false, List.of()));
    }
}
