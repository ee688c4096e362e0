package dev.muster.gateway.proxy;

import dev.muster.balance.EndpointEnd;
import dev.muster.discovery.Endpoint;
import dev.muster.gateway.log.AccessLog;
import dev.muster.gateway.log.Outcome;
import dev.muster.gateway.policy.Problem;
import dev.muster.http.ProblemDocument;
import dev.muster.telemetry.Span;
import dev.muster.telemetry.Tracer;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ClientExchange;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ResponseSink;
import dev.muster.transport.ServerExchange;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the exchanges of a gateway share: how they send, ask, answer, tell time and report.
 * Thread-safe.
 */
public final class ProxyContext {
    /** How long to wait for the news of a process, which has ended or has not. */
    private static final long EXAMINED_MILLIS = 500;

    private final int replayableBytes;
    private final ConnectionPool pool;
    private final BiConsumer<Endpoint, Consumer<EndpointEnd>> ends;
    private final ByteBudget memory;
    private final GatewayMetrics metrics;
    private final AccessLog log;
    private final Tracer tracer;
    private final LongSupplier nanoTime;
    private final Map<EventLoop, StallWatch> watches = new ConcurrentHashMap<>();

    /**
     * @param replayableBytes how long the body of a request may be for it to be sent again
     * @param ends tells what became of the process behind an endpoint, once and without blocking
     * @param memory what the bodies may take that are kept to be sent again
     * @param tracer is told of the span of each request
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public ProxyContext(
            int replayableBytes,
            ConnectionPool pool,
            BiConsumer<Endpoint, Consumer<EndpointEnd>> ends,
            ByteBudget memory,
            GatewayMetrics metrics,
            AccessLog log,
            Tracer tracer,
            LongSupplier nanoTime) {
        this.replayableBytes = replayableBytes;
        this.pool = pool;
        this.ends = ends;
        this.memory = memory;
        this.metrics = metrics;
        this.log = log;
        this.tracer = tracer;
        this.nanoTime = nanoTime;
    }

    void answer(ServerExchange client, Problem problem, String traceId) {
        byte[] document = ProblemDocument.of(problem.status(), problem.detail(), traceId);
        var headers = new FlatHeaders();
        headers.append("content-type", ProblemDocument.MEDIA_TYPE);
        headers.append("content-length", Integer.toString(document.length));
        problem.fields().forEach(headers::append);
        client.respond(problem.status(), headers);
        client.data(Unpooled.wrappedBuffer(document));
        client.end();
    }

    ClientExchange send(ServerExchange client, InetSocketAddress peer, ResponseSink attempt) {
        return pool.send(client.eventLoop(), peer, client.request(), attempt);
    }

    /** Tells, on {@code eventLoop} and once, what became of the process behind an endpoint. */
    void examine(EventLoop eventLoop, Endpoint endpoint, Consumer<EndpointEnd> told) {
        var first = new AtomicBoolean(true);
        Consumer<EndpointEnd> once =
                end -> {
                    if (first.compareAndSet(true, false)) {
                        eventLoop.execute(() -> told.accept(end));
                    }
                };
        var _ =
                eventLoop.schedule(
                        () -> once.accept(EndpointEnd.UNKNOWN),
                        EXAMINED_MILLIS,
                        TimeUnit.MILLISECONDS);
        ends.accept(endpoint, once);
    }

    public void report(Outcome outcome, TrafficMeter meter) {
        long nanos = now() - outcome.startedAt();
        meter.record(outcome.status(), nanos);
        log.append(outcome, nanos);
        var span = outcome.span();
        if (span != null && tracer.isOn()) {
            tracer.ended(
                    span,
                    Span.Kind.SERVER,
                    outcome::call,
                    nanos,
                    outcome.status(),
                    outcome.cause());
        }
    }

    public GatewayMetrics metrics() {
        return metrics;
    }

    StallWatch watch(EventLoop eventLoop) {
        return watches.computeIfAbsent(eventLoop, loop -> new StallWatch(loop, nanoTime));
    }

    /** Monotonic, in nanoseconds. */
    public long now() {
        return nanoTime.getAsLong();
    }

    ByteBudget memory() {
        return memory;
    }

    int replayableBytes() {
        return replayableBytes;
    }
}
