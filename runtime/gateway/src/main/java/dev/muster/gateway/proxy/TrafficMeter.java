package dev.muster.gateway.proxy;

import dev.muster.telemetry.Durations;

import org.jspecify.annotations.Nullable;

/**
 * How long requests of one caller by one route to one service took, by status. Keeps the series it
 * has used, so that nothing is looked up by labels per request. Thread-safe.
 */
public final class TrafficMeter {
    private static final int MOST = 600;

    private final Durations durations;
    private final String caller;
    private final String route;
    private final String service;
    // A race creates the same series twice, which does no harm.
    private final Durations.@Nullable Series[] byStatus = new Durations.Series[MOST];

    TrafficMeter(Durations durations, String caller, String route, String service) {
        this.durations = durations;
        this.caller = caller;
        this.route = route;
        this.service = service;
    }

    void record(int status, long nanos) {
        int index = status < MOST ? status : 0;
        var series = byStatus[index];
        if (series == null) {
            series = durations.series(caller, route, service, Integer.toString(index));
            byStatus[index] = series;
        }
        series.record(nanos);
    }
}
