package dev.muster.gateway;

import dev.muster.discovery.EndpointSource;
import dev.muster.telemetry.LineWriter;
import dev.muster.telemetry.Metrics;
import dev.muster.telemetry.Tracer;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What whoever runs a {@link Gateway} gives it: where replicas are and what became of them, where
 * its figures, lines and events go, and time and chance.
 *
 * @param ends asked what became of the process behind a lost connection, so that a request that
 *     ended one replica is not given to the next
 * @param clock stamps the lines of the access log
 * @param nanoTime a monotonic clock, in nanoseconds
 * @param tracer is told of the span that the gateway makes of each request
 * @param random draws among the backends of a route; asked on the event loops
 */
public record GatewayContext(
        EndpointSource endpoints,
        EndpointEnds ends,
        Metrics metrics,
        LineWriter.Sink accessLog,
        GatewayEvents events,
        Tracer tracer,
        Clock clock,
        LongSupplier nanoTime,
        Supplier<RandomGenerator> random) {
    /** A gateway that nobody watches: figures of its own, no lines, no events. */
    public static GatewayContext of(EndpointSource endpoints) {
        return new GatewayContext(
                endpoints,
                EndpointEnds.UNKNOWN,
                Metrics.create(),
                LineWriter.Sink.NONE,
                GatewayEvents.SILENT,
                Tracer.silent(),
                Clock.systemUTC(),
                System::nanoTime,
                ThreadLocalRandom::current);
    }

    public GatewayContext withEnds(EndpointEnds newEnds) {
        return new GatewayContext(
                endpoints, newEnds, metrics, accessLog, events, tracer, clock, nanoTime, random);
    }

    public GatewayContext withMetrics(Metrics newMetrics) {
        return new GatewayContext(
                endpoints, ends, newMetrics, accessLog, events, tracer, clock, nanoTime, random);
    }

    public GatewayContext withAccessLog(LineWriter.Sink newAccessLog) {
        return new GatewayContext(
                endpoints, ends, metrics, newAccessLog, events, tracer, clock, nanoTime, random);
    }

    public GatewayContext withEvents(GatewayEvents newEvents) {
        return new GatewayContext(
                endpoints, ends, metrics, accessLog, newEvents, tracer, clock, nanoTime, random);
    }

    public GatewayContext withTracer(Tracer newTracer) {
        return new GatewayContext(
                endpoints, ends, metrics, accessLog, events, newTracer, clock, nanoTime, random);
    }

    public GatewayContext withClock(Clock newClock) {
        return new GatewayContext(
                endpoints, ends, metrics, accessLog, events, tracer, newClock, nanoTime, random);
    }

    public GatewayContext withNanoTime(LongSupplier newNanoTime) {
        return new GatewayContext(
                endpoints, ends, metrics, accessLog, events, tracer, clock, newNanoTime, random);
    }

    public GatewayContext withRandom(Supplier<RandomGenerator> newRandom) {
        return new GatewayContext(
                endpoints, ends, metrics, accessLog, events, tracer, clock, nanoTime, newRandom);
    }
}
