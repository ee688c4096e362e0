package dev.muster.gateway;

/** A service as one caller reaches it, by one route. */
record Target(Upstream upstream, TrafficMeter meter, RouteOptions options, long deadlineNanos) {
    Target(Upstream upstream, TrafficMeter meter, RouteOptions options) {
        this(upstream, meter, options, options.deadline().toNanos());
    }
}
