package dev.muster.balance;

/**
 * A moving average of latencies that believes bad news sooner than good news: a slower sample moves
 * it by a quarter of the way at once, a faster one only as time passes, and with no samples it
 * decays, so that an endpoint that was slow is tried again. After Finagle's Peak EWMA, less jumpy:
 * one pause of a garbage collector is no reason to shun an endpoint.
 *
 * @param nanos the average when it was last moved
 * @param at the ticker's reading then
 */
record Latency(double nanos, long at) {
    private static final double RISE = 0.25;

    /** This average as it has decayed by {@code now}. */
    double decayed(long now, double memoryNanos) {
        return nanos * Math.exp(-Math.max(0, now - at) / memoryNanos);
    }

    Latency with(double sample, long now, double memoryNanos) {
        double weight = sample > nanos ? RISE : 1 - Math.exp(-Math.max(0, now - at) / memoryNanos);
        return new Latency(nanos + (sample - nanos) * weight, now);
    }
}
