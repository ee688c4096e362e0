package dev.muster.gateway;

/** A service as one caller reaches it. */
record Target(Upstream upstream, TrafficMeter meter) {}
