package dev.muster.gateway;

import dev.muster.balance.EndpointEnd;
import dev.muster.balance.Failure;
import dev.muster.discovery.Endpoint;
import dev.muster.discovery.EndpointSource;
import dev.muster.discovery.Endpoints;
import dev.muster.telemetry.Metrics;
import dev.muster.telemetry.SpanSink;
import dev.muster.telemetry.Tracer;
import dev.muster.transport.EventLoops;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A gateway on free ports, with endpoints that a test may change at any time. */
final class Scene implements AutoCloseable {
    final Metrics metrics = Metrics.create();
    final Registry registry = new Registry();
    final List<String> events = new CopyOnWriteArrayList<>();
    private final AtomicLong skipped = new AtomicLong();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final EventLoops loops = EventLoops.create(2);
    final Gateway gateway;

    /** What became of the process behind an endpoint whose connection was lost. */
    volatile Function<Endpoint, EndpointEnd> ends = _ -> EndpointEnd.RUNS;

    Scene() {
        this(UnaryOperator.identity());
    }

    Scene(UnaryOperator<GatewayConfig> change) {
        this(change, EdgePolicyList.EDGE);
    }

    Scene(SpanSink spans) {
        this(UnaryOperator.identity(), EdgePolicyList.EDGE, Tracer.to(spans));
    }

    Scene(UnaryOperator<GatewayConfig> change, List<EdgePolicyList.Entry> policies) {
        this(change, policies, Tracer.silent());
    }

    private Scene(
            UnaryOperator<GatewayConfig> change,
            List<EdgePolicyList.Entry> policies,
            Tracer tracer) {
        var context =
                GatewayContext.of(registry)
                        .withEnds((endpoint, told) -> told.accept(ends.apply(endpoint)))
                        .withMetrics(metrics)
                        .withAccessLog(this::keep)
                        .withEvents(new Recorder())
                        .withTracer(tracer)
                        .withNanoTime(() -> System.nanoTime() + skipped.get());
        gateway = Gateway.start(change.apply(GatewayConfig.loopback(0)), loops, context, policies);
    }

    /** A gateway with one route for everything, to {@code replicas} of one service. */
    static Scene of(RawUpstream... replicas) {
        return new Scene().serving(replicas);
    }

    Scene serving(RawUpstream... replicas) {
        registry.publish("svc", replicas);
        gateway.routes(RouteTable.of(new Route("/", "svc")));
        return this;
    }

    /** Lets time pass at once, as the gateway's own clock tells it. */
    void pass(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    int port() {
        return gateway.port();
    }

    /** The access log so far; complete once this is closed. */
    String log() {
        return lines.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        gateway.close();
        loops.close();
    }

    private void keep(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        lines.writeBytes(copy);
    }

    /** A registry in memory. */
    static final class Registry implements EndpointSource {
        private final Map<String, Endpoints> known = new ConcurrentHashMap<>();
        private final Map<String, List<Consumer<Endpoints>>> listeners = new ConcurrentHashMap<>();
        private long index;

        synchronized void publish(String service, RawUpstream... replicas) {
            publish(service, Stream.of(replicas).map(RawUpstream::endpoint).toList());
        }

        synchronized void publish(String service, List<Endpoint> ready) {
            var snapshot = new Endpoints(service, ready, Long.toString(++index));
            known.put(service, snapshot);
            listeners.getOrDefault(service, List.of()).forEach(l -> l.accept(snapshot));
        }

        synchronized int subscriptions(String service) {
            return listeners.getOrDefault(service, List.of()).size();
        }

        @Override
        public synchronized Subscription subscribe(String service, Consumer<Endpoints> listener) {
            var all = listeners.computeIfAbsent(service, _ -> new CopyOnWriteArrayList<>());
            all.add(listener);
            listener.accept(known.getOrDefault(service, Endpoints.unknown(service)));
            return () -> all.remove(listener);
        }
    }

    private final class Recorder implements GatewayEvents {
        @Override
        public void ejected(
                String service,
                Endpoint endpoint,
                Failure failure,
                Duration after,
                Duration retryIn) {
            events.add("ejected " + endpoint.id() + ": " + failure.kind());
        }

        @Override
        public void readmitted(String service, Endpoint endpoint, Duration outFor) {
            events.add("readmitted " + endpoint.id());
        }
    }
}
