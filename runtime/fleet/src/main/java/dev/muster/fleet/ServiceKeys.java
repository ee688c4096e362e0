package dev.muster.fleet;

import dev.muster.fleet.ServiceSpec.ProbeSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.fleet.ServiceSpec.SloSpec;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** The keys of a service in the fleet file: how each is read, checked, published and explained. */
final class ServiceKeys {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long LEAST_MEMORY = 8L << 20;
    private static final Pattern ENV_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern IMAGE = Pattern.compile("[a-z0-9][A-Za-z0-9._:/@-]*");

    static final Key<Optional<Path>> PROJECT =
            Key.optional("project", Shapes.path("folder", "Example: catalog"))
                    .example("catalog")
                    .says("The folder of a Maven module, built and then run as its executable jar.")
                    .alsoCalled("build", "module", "maven", "context");

    static final Key<Optional<Path>> JAR =
            Key.optional("jar", Shapes.path("file", "Example: target/orders.jar"))
                    .example("legacy/target/legacy.jar")
                    .says("An executable jar that something else builds.");

    static final Key<Optional<List<String>>> COMMAND =
            Key.optional("command", new CommandShape())
                    .example("python3 notify.py")
                    .says(
                            "A program in any language and its arguments, as one line or as a list;"
                                + " run in the fleet's folder, by no shell. It listens on PORT.")
                    .alsoCalled("cmd", "run", "exec", "entrypoint", "script");

    static final Key<Optional<String>> IMAGE_REFERENCE =
            Key.optional("image", Shapes.text("image", "Example: redis:7", IMAGE))
                    .example("redis:7")
                    .says("A container image. Not run yet by this version.")
                    .alsoCalled("container", "docker");

    static final Key<Optional<URI>> URL =
            Key.optional("url", Shapes.address())
                    .example("http://127.0.0.1:9000")
                    .says("The address of a service that something else runs.")
                    .alsoCalled("uri", "address", "upstream");

    static final Key<Integer> REPLICAS =
            Key.of("replicas", Shapes.whole(0, ServiceSpec.MOST_REPLICAS, "Example: 2"), 1, "1")
                    .example("2")
                    .says("How many replicas run.")
                    .alsoCalled("instances", "count", "scale", "copies");

    static final Key<List<RouteSpec>> ROUTES =
            Key.of("routes", new ListShape<>("routes", new RouteShape(), true), List.of(), "none")
                    .example("[/orders]")
                    .says(
                            "Path prefixes that the gateway sends here, the path forwarded as it"
                                    + " is; the longest prefix of all services wins. A mapping says"
                                    + " more of one.")
                    .alsoCalled("route", "path", "paths", "prefix", "ingress");

    static final Key<List<String>> NEEDS =
            Key.of(
                            "needs",
                            new ListShape<>(
                                    "services", Shapes.text("service", "Example: catalog"), true),
                            List.of(),
                            "none")
                    .example("[catalog, payments]")
                    .says(
                            "Services started before this one; each is reached at the address in"
                                    + " NAME_URL.")
                    .alsoCalled("depends_on", "dependsOn", "depends", "requires", "links");

    static final Key<SequencedMap<String, String>> ENV =
            Key.<SequencedMap<String, String>>of(
                            "env",
                            new MapShape<>(
                                    "names and values",
                                    ServiceKeys::envNameComplaint,
                                    Shapes.schema("pattern", "^" + ENV_NAME + "$"),
                                    true,
                                    Shapes.variableValue()),
                            new LinkedHashMap<>(),
                            "none")
                    .example("{ BANK_DELAY: 20ms }")
                    .says("Added to the environment of every replica.")
                    .alsoCalled("environment", "envs", "vars", "variables");

    static final Key<Optional<EnvInherit>> ENV_INHERIT =
            Key.<Optional<EnvInherit>>of(
                            "env_inherit",
                            new InheritShape().map(Optional::of),
                            Optional.empty(),
                            "what the fleet's `env_inherit` says")
                    .example("false")
                    .says(
                            "Which variables of the shell a replica is given, as the fleet's"
                                    + " `env_inherit` does for all services.")
                    .alsoCalled("inherit_env", "pass_env", "passenv");

    static final Key<Optional<Long>> MEMORY =
            Key.optional("memory", Shapes.memory(LEAST_MEMORY, "8MB"))
                    .example("64MB")
                    .says(
                            "The memory budget of one replica (1 MB is 1,048,576 bytes); a JVM's"
                                    + " heap is sized from it.")
                    .alsoCalled("mem", "mem_limit", "heap");

    static final Key<Protocol> PROTOCOL =
            Key.of("protocol", Shapes.protocol(), Protocol.HTTP, "`http`")
                    .example("tcp")
                    .says(
                            "What it speaks at its port: `http`, balanced by the gateway, or `tcp`"
                                    + " for a database and the like, reached directly.")
                    .alsoCalled("scheme", "appProtocol");

    static final Key<Optional<String>> HTTP =
            Key.optional("http", Shapes.probePath())
                    .example("/health/ready")
                    .says("Ready when a GET of this path is answered with 2xx.")
                    .alsoCalled("path", "httpGet", "url");

    static final Key<Optional<Boolean>> TCP =
            Key.optional("tcp", Shapes.yes())
                    .example("true")
                    .says("Ready when a connection to its port is accepted.")
                    .alsoCalled("port", "tcpSocket");

    static final Key<Optional<ReadyCheck>> READY =
            Key.<Optional<ReadyCheck>>of(
                            "ready",
                            new ObjectShape<>(
                                    "a check",
                                    List.of(HTTP, TCP),
                                    List.of(HTTP, TCP),
                                    ServiceKeys::readyCheck),
                            Optional.empty(),
                            "`http: /health/ready` for a `project` or `jar` that speaks `http`,"
                                    + " `tcp: true` for others")
                    .example("{ http: /health/ready }")
                    .says("How a replica is found to be ready: by exactly one of `http` and `tcp`.")
                    .alsoCalled("readiness", "readinessProbe", "check", "test");

    static final Key<Duration> INTERVAL =
            Key.of("interval", Shapes.duration(Duration.ofMillis(10), HOUR), SECOND, "1s")
                    .example("1s")
                    .says("Time between two checks of a replica that is ready.")
                    .alsoCalled("period", "every");

    static final Key<Duration> TIMEOUT =
            Key.of("timeout", Shapes.duration(MILLISECOND, HOUR), SECOND, "1s")
                    .example("500ms")
                    .says("Time that one check may take.");

    static final Key<Integer> FAILURES =
            Key.of("failures", Shapes.whole(1, 1000, "Example: 3"), 3, "3")
                    .example("3")
                    .says("Checks in a row that must fail before a ready replica is unready.")
                    .alsoCalled("retries", "threshold", "failureThreshold");

    /** A probe as it is written: what is ready depends on what is run, where it is not said. */
    private record Probe(
            Optional<ReadyCheck> ready, Duration interval, Duration timeout, int failures) {}

    private static final Key<Probe> PROBE =
            Key.of(
                            "probe",
                            new ObjectShape<>(
                                    "a probe",
                                    List.of(READY, INTERVAL, TIMEOUT, FAILURES),
                                    List.of(),
                                    ServiceKeys::probe),
                            new Probe(
                                    READY.absent(),
                                    INTERVAL.absent(),
                                    TIMEOUT.absent(),
                                    FAILURES.absent()),
                            "")
                    .example("{ ready: { http: /health/ready }, interval: 1s }")
                    .says("How a replica is checked.")
                    .alsoCalled("healthcheck", "health", "probes", "check", "readiness");

    static final Key<Optional<Double>> AVAILABILITY =
            Key.optional("availability", Shapes.percent())
                    .example("99.9")
                    .says("Percent of requests that must not fail.")
                    .alsoCalled("uptime", "success");

    static final Key<Optional<Duration>> P99 =
            Key.optional("p99", Shapes.duration(MILLISECOND, HOUR))
                    .example("250ms")
                    .says("What 99 of 100 requests must be faster than.");

    static final Key<Optional<Duration>> LATENCY =
            Key.<Optional<Duration>>of(
                            "latency",
                            new ObjectShape<>(
                                    "latencies", List.of(P99), List.of(), values -> values.of(P99)),
                            Optional.empty(),
                            "")
                    .example("{ p99: 250ms }")
                    .says("How fast requests must be answered.");

    static final Key<Optional<SloSpec>> SLO =
            Key.optional(
                            "slo",
                            new ObjectShape<>(
                                    "objectives",
                                    List.of(AVAILABILITY, LATENCY),
                                    List.of(),
                                    values ->
                                            new SloSpec(
                                                    values.of(AVAILABILITY), values.of(LATENCY))))
                    .example("{ availability: 99.9, latency: { p99: 250ms } }")
                    .says("What the service promises.")
                    .alsoCalled("slos", "objectives");

    static final Key<Duration> DEADLINE =
            Key.of("deadline", Shapes.duration(SECOND, HOUR), Duration.ofSeconds(60), "60s")
                    .example("60s")
                    .says("Time that a replica may take to become ready.")
                    .alsoCalled("timeout", "start_period");

    static final Key<Duration> START =
            Key.of(
                            "start",
                            new ObjectShape<>(
                                    "a mapping",
                                    List.of(DEADLINE),
                                    List.of(),
                                    values -> values.of(DEADLINE)),
                            DEADLINE.absent(),
                            "")
                    .example("{ deadline: 60s }")
                    .says("How a replica is started.");

    static final Key<Duration> GRACE =
            Key.of("grace", Shapes.duration(Duration.ZERO, HOUR), Duration.ofSeconds(10), "10s")
                    .example("10s")
                    .says("Time that a replica may take to stop before it is killed.")
                    .alsoCalled("timeout", "stop_grace_period");

    static final Key<Duration> STOP =
            Key.of(
                            "stop",
                            new ObjectShape<>(
                                    "a mapping",
                                    List.of(GRACE),
                                    List.of(),
                                    values -> values.of(GRACE)),
                            GRACE.absent(),
                            "")
                    .example("{ grace: 10s }")
                    .says("How a replica is stopped.");

    /** Of these a service has exactly one. */
    static final List<Key<?>> RUN = List.of(PROJECT, JAR, COMMAND, IMAGE_REFERENCE, URL);

    /** These say how a process is run, so they say nothing where none is. */
    static final List<Key<?>> OF_A_PROCESS =
            List.of(REPLICAS, ENV, ENV_INHERIT, MEMORY, START, STOP);

    static final ObjectShape<ServiceSpec> SHAPE =
            new ObjectShape<>(
                    "a service",
                    List.of(
                            PROJECT,
                            JAR,
                            COMMAND,
                            IMAGE_REFERENCE,
                            URL,
                            REPLICAS,
                            ROUTES,
                            NEEDS,
                            ENV,
                            ENV_INHERIT,
                            MEMORY,
                            PROTOCOL,
                            PROBE,
                            SLO,
                            START,
                            STOP),
                    RUN,
                    ServiceKeys::service);

    private ServiceKeys() {}

    private static ServiceSpec service(ObjectShape.Values values) {
        var run = run(values);
        var probe = values.of(PROBE);
        var protocol = values.of(PROTOCOL);
        return new ServiceSpec(
                values.name(),
                run,
                values.of(REPLICAS),
                values.of(ROUTES),
                values.of(NEEDS),
                values.of(ENV),
                values.of(ENV_INHERIT),
                values.of(MEMORY),
                protocol,
                new ProbeSpec(
                        probe.ready().orElseGet(() -> usualCheck(run, protocol)),
                        probe.interval(),
                        probe.timeout(),
                        probe.failures()),
                values.of(SLO),
                values.of(START),
                values.of(STOP));
    }

    private static RunSpec run(ObjectShape.Values values) {
        return values.of(PROJECT)
                .<RunSpec>map(folder -> new RunSpec.Project(resolve(values, folder)))
                .or(() -> values.of(JAR).map(file -> new RunSpec.Jar(resolve(values, file))))
                .or(() -> values.of(COMMAND).map(RunSpec.Command::new))
                .or(() -> values.of(IMAGE_REFERENCE).map(RunSpec.Image::new))
                .or(() -> values.of(URL).map(RunSpec.Url::new))
                .orElseGet(ServiceKeys::nothing);
    }

    /** What is run where the file does not say, which is a problem and so never leaves here. */
    private static RunSpec nothing() {
        return new RunSpec.Command(List.of("true"));
    }

    private static Path resolve(ObjectShape.Values values, Path path) {
        return values.directory().resolve(path).normalize();
    }

    private static ReadyCheck usualCheck(RunSpec run, Protocol protocol) {
        if (protocol == Protocol.TCP) {
            return new ReadyCheck.Tcp();
        }
        return switch (run) {
            case RunSpec.Project _, RunSpec.Jar _ -> new ReadyCheck.Http("/health/ready");
            case RunSpec.Command _, RunSpec.Image _, RunSpec.Url _ -> new ReadyCheck.Tcp();
        };
    }

    private static Optional<ReadyCheck> readyCheck(ObjectShape.Values values) {
        return values.of(HTTP)
                .<ReadyCheck>map(ReadyCheck.Http::new)
                .or(() -> values.of(TCP).map(_ -> new ReadyCheck.Tcp()));
    }

    private static Probe probe(ObjectShape.Values values) {
        return new Probe(
                values.of(READY), values.of(INTERVAL), values.of(TIMEOUT), values.of(FAILURES));
    }

    private static Optional<String> envNameComplaint(String name) {
        return ENV_NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "\"%s\" is not a name of a variable. Example: BANK_DELAY"
                                .formatted(Shown.printable(name)));
    }
}
