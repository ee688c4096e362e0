package dev.muster.gateway.proxy;

import dev.muster.balance.Endpoint;
import dev.muster.balance.EndpointEnd;
import dev.muster.gateway.fields.ForwardedHeaders;
import dev.muster.gateway.fields.HopHeaders;
import dev.muster.gateway.fields.Via;
import dev.muster.gateway.log.AccessLog;
import dev.muster.gateway.log.Outcome;
import dev.muster.gateway.path.RequestPath;
import dev.muster.gateway.policy.Problem;
import dev.muster.telemetry.TraceContext;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ClientExchange;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.FlatHeaders;
import dev.muster.transport.ServerExchange;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** What every listener of a gateway shares: how a request is passed on, answered and recorded. */
public final class Forwarder {
    private static final String TRACEPARENT = "traceparent";

    /** How long to wait for the news of a process, which has ended or has not. */
    private static final long EXAMINED_MILLIS = 500;

    private final Config config;
    private final ConnectionPool pool;
    private final BiConsumer<Endpoint, Consumer<EndpointEnd>> ends;
    private final ByteBudget memory;
    private final GatewayMetrics metrics;
    private final AccessLog log;
    private final LongSupplier nanoTime;
    private final Map<EventLoop, StallWatch> watches = new ConcurrentHashMap<>();

    /**
     * @param replayableBytes how long the body of a request may be for it to be sent again
     * @param via whether services are told of the gateway in a {@code Via} field
     * @param trusted the proxies whose word for their client is taken
     */
    public record Config(int replayableBytes, boolean via, Predicate<InetAddress> trusted) {}

    /**
     * @param ends tells what became of the process behind an endpoint, once and without blocking
     * @param memory what the bodies may take that are kept to be sent again
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public Forwarder(
            Config config,
            ConnectionPool pool,
            BiConsumer<Endpoint, Consumer<EndpointEnd>> ends,
            ByteBudget memory,
            GatewayMetrics metrics,
            AccessLog log,
            LongSupplier nanoTime) {
        this.config = config;
        this.pool = pool;
        this.ends = ends;
        this.memory = memory;
        this.metrics = metrics;
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /** Begins the record of a request and makes sure that it is part of a trace. */
    public Outcome begin(ServerExchange client, String caller) {
        var head = client.request();
        var outcome =
                new Outcome(
                        now(),
                        caller,
                        client.remoteAddress().getAddress().getHostAddress(),
                        head.method().name(),
                        RequestPath.withoutQuery(head.uri()));
        outcome.partOf(trace((FlatHeaders) head.headers()));
        client.observe(outcome);
        return outcome;
    }

    /**
     * Passes the request on to {@code target}, if its policies let it.
     *
     * @param path as the service will read it
     */
    public void forward(ServerExchange client, Target target, Outcome outcome, String path) {
        outcome.wentTo(target.upstream().service());
        var head = client.request();
        var problem = target.policies().examine(client, path);
        if (problem != null) {
            refuse(client, problem, outcome, target.meter());
            return;
        }
        var headers = (FlatHeaders) head.headers();
        HopHeaders.removeNamed(headers);
        if (isBelieved(client, outcome)) {
            headers.removeIf(Forwarder::isOurs);
            ForwardedHeaders.extendIn(headers, outcome.client());
        } else {
            headers.removeIf(name -> isOurs(name) || ForwardedHeaders.isForwarded(name));
            ForwardedHeaders.addTo(headers, outcome.client());
        }
        if (config.via()) {
            Via.addTo(headers, head.protocolVersion());
        }
        new ProxiedExchange(this, client, target, outcome).start();
    }

    /** What a service of the fleet says of its client, or a proxy that is trusted. */
    private boolean isBelieved(ServerExchange client, Outcome outcome) {
        return !outcome.isFromEdge() || config.trusted().test(client.remoteAddress().getAddress());
    }

    /** Answers the request here and records it. */
    public void refuse(
            ServerExchange client, Problem problem, Outcome outcome, TrafficMeter meter) {
        outcome.ended(problem.status().code());
        outcome.because(problem.detail());
        metrics.refused(outcome.status());
        answer(client, problem, outcome.traceId());
        report(outcome, meter);
    }

    void answer(ServerExchange client, Problem problem, String traceId) {
        var body = problem.toJson(traceId, ByteBufAllocator.DEFAULT);
        var headers = new FlatHeaders();
        headers.append("content-type", "application/problem+json");
        headers.append("content-length", Integer.toString(body.readableBytes()));
        problem.fields().forEach(headers::append);
        client.respond(problem.status(), headers);
        client.data(body);
        client.end();
    }

    ClientExchange send(ServerExchange client, InetSocketAddress peer, Attempt attempt) {
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
        return config.replayableBytes();
    }

    /** Fields that concern the client's connection. */
    private static boolean isOurs(String name) {
        return HopHeaders.isHop(name) || name.equalsIgnoreCase("expect");
    }

    /** The trace id of a request, whose {@code traceparent} is passed on, or created. */
    private static String trace(FlatHeaders headers) {
        var given = headers.get(TRACEPARENT);
        if (given != null) {
            var context = TraceContext.parse(given);
            if (context.isPresent() && headers.getAll(TRACEPARENT).size() == 1) {
                return context.get().traceId();
            }
            headers.remove(TRACEPARENT);
        }
        headers.remove("tracestate");
        var context = TraceContext.root();
        headers.append(TRACEPARENT, context.traceparent());
        return context.traceId();
    }
}
