package dev.muster.gateway.proxy;

import dev.muster.balance.AttemptAction.Reason;
import dev.muster.gateway.log.AccessLog;
import dev.muster.telemetry.Count;
import dev.muster.telemetry.Durations;
import dev.muster.telemetry.Metrics;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a gateway measures. The values of every label are services and routes of the fleet,
 * statuses, or words of ours: none is a client's. Thread-safe.
 */
public final class GatewayMetrics {
    private final Durations durations;
    private final Count retries;
    private final Count ejections;
    private final Count refused;
    private final LongAdder active = new LongAdder();

    public GatewayMetrics(Metrics metrics, AccessLog log) {
        durations =
                metrics.durations(
                        "gateway_request_duration_seconds",
                        "Time from a request's head to the end of its response.",
                        "caller",
                        "route",
                        "service",
                        "status");
        retries =
                metrics.counter(
                        "gateway_retries_total",
                        "Requests sent to another replica, by why that was done.",
                        "service",
                        "reason");
        ejections =
                metrics.counter(
                        "gateway_ejections_total",
                        "How often a replica was taken out of rotation.",
                        "service");
        refused =
                metrics.counter(
                        "gateway_refused_requests_total",
                        "Requests that the gateway answered itself and gave to no service.",
                        "status");
        metrics.gauge(
                "gateway_active_requests",
                "Requests that services are asked for now.",
                active::sum);
        metrics.gauge(
                "gateway_access_log_dropped_lines",
                "Lines of the access log lost since the start.",
                log::droppedLines);
    }

    /**
     * @param route its path as the fleet file has it; empty where requests come by no route
     */
    public TrafficMeter traffic(String caller, String route, String service) {
        return new TrafficMeter(durations, caller, route, service);
    }

    void retried(String service, Reason reason) {
        retries.increment(service, reason.name().toLowerCase(Locale.ROOT));
    }

    public void ejected(String service) {
        ejections.increment(service);
    }

    public void refused(int status) {
        refused.increment(Integer.toString(status));
    }

    void began() {
        active.increment();
    }

    void ended() {
        active.decrement();
    }
}
