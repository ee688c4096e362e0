package dev.muster.telemetry;

import dev.muster.http.Body;
import dev.muster.http.Filter;
import dev.muster.http.Response;
import dev.muster.http.ServerObserver;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What one process counts and measures, in Prometheus' text format. Thread-safe.
 *
 * <p>Every duration is in seconds, in the same buckets everywhere, so that histograms of different
 * services can be added up.
 */
public final class Metrics {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    private static final double[] BUCKETS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private final LongSupplier nanoTime;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AtomicBoolean hasJvmMetrics = new AtomicBoolean();
    private @Nullable Durations clientDurations;

    private Metrics(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public static Metrics create() {
        return create(TelemetryBackend.SYSTEM.nanoTime());
    }

    static Metrics create(LongSupplier nanoTime) {
        return new Metrics(nanoTime);
    }

    /**
     * Counts and times the requests a server answers, by method, route and status: {@code
     * http_server_request_duration_seconds}, {@code http_server_active_requests} and {@code
     * http_server_responses_cut_total}.
     */
    public ServerObserver server() {
        return new RequestMetrics(
                gauged("http_server_active_requests", "Requests being answered."),
                durations(
                        "http_server_request_duration_seconds",
                        "Time from a request's head to the head of its response.",
                        "http_request_method",
                        "http_route",
                        "http_response_status_code"),
                counter(
                        "http_server_responses_cut_total",
                        "Responses that broke off because their bodies failed.",
                        "http_route"));
    }

    /**
     * Counts and times the requests sent to a peer, by method and status: {@code
     * http_client_request_duration_seconds}. A request that got no response has the status 0 and
     * the simple name of its exception as {@code error_type}.
     *
     * @param peerService the called service's name
     */
    public Filter client(String peerService) {
        var durations = clientDurations();
        return (request, next) -> {
            long start = nanoTime.getAsLong();
            int status = 0;
            var error = "";
            try {
                var response = next.handle(request);
                status = response.status();
                return response;
            } catch (Throwable e) {
                error = Labels.error(e);
                throw e;
            } finally {
                durations.record(
                        Duration.ofNanos(nanoTime.getAsLong() - start),
                        peerService,
                        Labels.method(request.method()),
                        Labels.status(status),
                        error);
            }
        };
    }

    private LongAdder gauged(String name, String help) {
        var adder = new LongAdder();
        gauge(name, help, adder::sum);
        return adder;
    }

    /**
     * A new histogram of durations.
     *
     * @param name ends in {@code _seconds}
     * @throws IllegalArgumentException if the name is taken
     */
    public Durations durations(String name, String help, String... labels) {
        return new Durations(
                Histogram.builder()
                        .name(name)
                        .help(help)
                        .unit(Unit.SECONDS)
                        .labelNames(labels)
                        .classicOnly()
                        .classicUpperBounds(BUCKETS)
                        .withoutExemplars()
                        .register(registry));
    }

    /**
     * A new counter.
     *
     * @param name ends in {@code _total}
     */
    public Count counter(String name, String help, String... labels) {
        return new Count(
                Counter.builder()
                        .name(name)
                        .help(help)
                        .labelNames(labels)
                        .withoutExemplars()
                        .register(registry));
    }

    /**
     * A value that is read whenever the metrics are. Where reading it fails it is absent, which is
     * logged once, and the rest of the metrics is there.
     */
    public void gauge(String name, String help, DoubleSupplier value) {
        var failed = new AtomicBoolean();
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> read(name, value, failed).ifPresent(callback::call))
                .register(registry);
    }

    private static OptionalDouble read(String name, DoubleSupplier value, AtomicBoolean failed) {
        try {
            return OptionalDouble.of(value.getAsDouble());
        } catch (Throwable e) {
            sayOnce(name, e, failed);
            return OptionalDouble.empty();
        }
    }

    private static void sayOnce(String name, Throwable failure, AtomicBoolean said) {
        if (said.compareAndSet(false, true)) {
            LOG.warn("the gauge {} cannot be read and is left out of /metrics", name, failure);
        }
    }

    /**
     * Values of several label sets that are read whenever the metrics are.
     *
     * @param values tells each value and its labels, in the order of {@code labels}; a label set
     *     that is not told has no line; where it throws, what it told before is all there is
     */
    public void gauges(
            String name, String help, Consumer<LabelledValues> values, String... labels) {
        var failed = new AtomicBoolean();
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(
                        callback -> {
                            try {
                                values.accept(callback::call);
                            } catch (Throwable e) {
                                sayOnce(name, e, failed);
                            }
                        })
                .register(registry);
    }

    /** Takes the value of one label set after another. */
    @FunctionalInterface
    public interface LabelledValues {
        void add(double value, String... labels);
    }

    /** Everything measured so far, in Prometheus' text format 0.0.4. */
    public String text() {
        return new String(exposition(), StandardCharsets.UTF_8);
    }

    /** The answer to {@code GET /metrics}. */
    public Response response() {
        return Response.of(200)
                .withHeader("Content-Type", PrometheusTextFormatWriter.CONTENT_TYPE)
                .withBody(Body.of(exposition()));
    }

    private byte[] exposition() {
        // What nobody asks for is not started: these take a while to load.
        if (hasJvmMetrics.compareAndSet(false, true)) {
            registerJvm(registry);
        }
        var text = new ByteArrayOutputStream(8192);
        try {
            PrometheusTextFormatWriter.create()
                    .write(text, registry.scrape(), EscapingScheme.ALLOW_UTF8);
        } catch (IOException e) {
            throw new IllegalStateException("memory refused a write", e);
        }
        return text.toByteArray();
    }

    /**
     * What {@code JvmMetrics} registers, but for two: native memory, which starts all of JMX to
     * learn that it is not tracked, and allocation by pool, which has the JVM describe every
     * collection in objects. Those two would hold 5 MB of every service's memory.
     */
    private static void registerJvm(PrometheusRegistry registry) {
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
        JvmCompilationMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    private synchronized Durations clientDurations() {
        if (clientDurations == null) {
            clientDurations =
                    durations(
                            "http_client_request_duration_seconds",
                            "Time from sending a request to the head of its response.",
                            "peer_service",
                            "http_request_method",
                            "http_response_status_code",
                            "error_type");
        }
        return clientDurations;
    }
}
