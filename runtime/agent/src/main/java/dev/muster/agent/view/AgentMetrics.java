package dev.muster.agent.view;

import dev.muster.registry.Registry;
import dev.muster.store.event.EventStore;
import dev.muster.store.metric.Scraper;
import dev.muster.store.metric.SeriesStore;
import dev.muster.supervisor.FleetStatus;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.telemetry.Metrics;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What the agent tells Prometheus of the fleet, of its registry and of its stores, beside what the
 * gateway counts. Labels hold names of the fleet file and words of this house alone.
 */
public final class AgentMetrics {
    private AgentMetrics() {}

    /** Has {@code metrics} tell all of it. */
    public static void of(
            Metrics metrics,
            Supplier<FleetStatus> status,
            Registry registry,
            SeriesStore series,
            Scraper scraper,
            EventStore events) {
        ofTheFleet(metrics, status);
        ofTheRegistry(metrics, registry, status);
        ofTheStores(metrics, series, scraper, events);
    }

    private static void ofTheFleet(Metrics metrics, Supplier<FleetStatus> status) {
        metrics.gauges(
                "muster_service_replicas_wanted",
                "Replicas that a service should have.",
                values -> each(status, values, ServiceStatus::wanted),
                "service");
        metrics.gauges(
                "muster_service_replicas",
                "Replicas of a service by their state.",
                values ->
                        status.get().services().values().stream()
                                .forEach(service -> phases(service, values)),
                "service",
                "state");
        metrics.gauges(
                "muster_service_resident_memory_bytes",
                "Resident memory of the replicas of a service.",
                values ->
                        each(
                                status,
                                values,
                                service ->
                                        service.replicas().stream()
                                                .mapToLong(one -> one.residentBytes().orElse(0L))
                                                .sum()),
                "service");
        metrics.gauges(
                "muster_service_restarts",
                "Starts after a failure since the last stable period of each replica.",
                values ->
                        each(
                                status,
                                values,
                                service ->
                                        service.replicas().stream()
                                                .mapToInt(ReplicaStatus::restarts)
                                                .sum()),
                "service");
    }

    private static void ofTheRegistry(
            Metrics metrics, Registry registry, Supplier<FleetStatus> status) {
        metrics.gauges(
                "muster_registry_endpoints",
                "Endpoints of a service that the registry publishes as ready.",
                values ->
                        each(
                                status,
                                values,
                                service -> registry.endpoints(service.name()).ready().size()),
                "service");
    }

    private static void ofTheStores(
            Metrics metrics, SeriesStore series, Scraper scraper, EventStore events) {
        metrics.gauge("muster_store_series", "Label sets of traffic that are kept.", series::size);
        metrics.gauge(
                "muster_store_series_refused",
                "Label sets of the last scrapes for which there was no room.",
                series::refused);
        metrics.gauge(
                "muster_store_failing_scrapes",
                "Replicas whose metrics could not be read at the last scrape.",
                () -> scraper.failures().size());
        metrics.gauge(
                "muster_store_events_unwritten",
                "Events that are known but not on the disk.",
                events::unwritten);
    }

    private static void each(
            Supplier<FleetStatus> status,
            Metrics.LabelledValues values,
            ToDoubleFunction<ServiceStatus> figure) {
        status.get()
                .services()
                .forEach((name, service) -> values.add(figure.applyAsDouble(service), name));
    }

    private static void phases(ServiceStatus service, Metrics.LabelledValues values) {
        for (var phase : Phase.values()) {
            long count =
                    service.replicas().stream().filter(replica -> replica.phase() == phase).count();
            values.add((double) count, service.name(), phase.word());
        }
    }
}
