package dev.muster.gateway;

/**
 * A service as one caller reaches it.
 *
 * @param hedged whether a {@code PUT} or {@code DELETE} may be sent beside one that has stalled
 */
record Target(Upstream upstream, TrafficMeter meter, boolean hedged) {}
