package dev.muster.supervisor;

import static org.awaitility.Awaitility.await;

import dev.muster.driver.ReplicaDriver;
import dev.muster.drivers.process.ProcessDriver;
import dev.muster.fleet.EnvInherit;
import dev.muster.fleet.Event;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.Sentences;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.ProbeSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.fleet.ServiceSpec.ReadyCheck;
import dev.muster.process.Host;
import dev.muster.process.ProcessEntry;
import dev.muster.process.linux.LinuxHost;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A fleet in a folder, the supervisor that runs it, and what that supervisor told. */
public final class FleetFixture implements AutoCloseable {

    static final List<ReplicaDriver.Factory> DRIVERS = List.of(ProcessDriver::new);

    public static final Duration PATIENCE = Duration.ofSeconds(40);

    /** What a test looks with, whatever host the supervisor is to do with. */
    static final Host KERNEL = new LinuxHost();

    /** Names the fleet's folder in the environment of everything that runs for it. */
    static final String HOME = "MUSTER_TEST_HOME";

    final Path directory;
    final List<FleetStatus> statuses = new CopyOnWriteArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<SupervisorListener.Progress> steps = new CopyOnWriteArrayList<>();
    private final LinkedHashMap<String, ServiceSpec> services = new LinkedHashMap<>();
    private EnvInherit envInherit = EnvInherit.EVERYTHING;
    private SupervisorConfig config;
    private List<ReplicaDriver.Factory> drivers = DRIVERS;
    private @Nullable Supervisor supervisor;

    FleetFixture(Path directory) {
        this.directory = directory.toAbsolutePath();
        this.config = SupervisorConfig.in(directory.resolve(".muster")).withCachesMade(false);
    }

    FleetFixture with(ServiceSpec... specs) {
        for (ServiceSpec spec : specs) {
            services.put(spec.name(), spec);
        }
        return this;
    }

    FleetFixture configured(UnaryOperator<SupervisorConfig> change) {
        config = change.apply(config);
        return this;
    }

    FleetFixture drivenBy(ReplicaDriver.Factory... factories) {
        drivers = List.of(factories);
        return this;
    }

    FleetFixture inheriting(EnvInherit inherit) {
        envInherit = inherit;
        return this;
    }

    SupervisorConfig config() {
        return config;
    }

    FleetSpec spec() {
        return new FleetSpec(
                "sample",
                directory,
                new FleetSpec.GatewaySpec(0),
                new FleetSpec.DashboardSpec(0),
                new FleetSpec.RegistrySpec(0),
                envInherit,
                services);
    }

    FleetFixture start() {
        supervisor =
                Supervisor.start(
                        config,
                        drivers,
                        spec(),
                        ports(),
                        (service, replica, port) ->
                                Map.of("GREETING", "hello " + replica, HOME, directory.toString()),
                        listener());
        return this;
    }

    Ports ports() {
        return Ports.open(
                config.stateDirectory(), "sample", port -> Optional.of("the owner of " + port));
    }

    Supervisor supervisor() {
        return Objects.requireNonNull(supervisor, "not started");
    }

    ServiceStatus service(String name) {
        return supervisor().status().service(name).orElseThrow();
    }

    ReplicaStatus replica(String name) {
        return supervisor().status().services().values().stream()
                .flatMap(service -> service.replicas().stream())
                .filter(replica -> replica.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no replica " + name));
    }

    /** Programs that run for this fleet, whoever started them. */
    List<ProcessEntry> processes() {
        return KERNEL.census().running().stream().filter(process -> isOurs(process.pid())).toList();
    }

    private boolean isOurs(long pid) {
        return directory.toString().equals(KERNEL.environment(pid).get(HOME));
    }

    void awaitReady() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> {
                            if (!supervisor().status().isReady()
                                    || supervisor().status().services().isEmpty()) {
                                throw new AssertionError(supervisor().status() + "\n" + events);
                            }
                        });
    }

    /** How the replica was when it was last shown in that phase, be it only for a moment. */
    ReplicaStatus awaitShown(String replica, Phase phase) {
        await().atMost(PATIENCE).until(() -> shown(replica, phase).findAny().isPresent());
        return shown(replica, phase).reduce((_, later) -> later).orElseThrow();
    }

    private Stream<ReplicaStatus> shown(String replica, Phase phase) {
        return statuses.stream()
                .flatMap(status -> status.services().values().stream())
                .flatMap(service -> service.replicas().stream())
                .filter(shown -> shown.name().equals(replica) && shown.phase() == phase);
    }

    void awaitPhase(String replica, Phase phase) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(
                        () -> {
                            if (replica(replica).phase() != phase) {
                                throw new AssertionError(replica(replica) + "\n" + events);
                            }
                        });
    }

    /** Why a replica is not ready, as it is shown. */
    static String words(ReplicaStatus replica) {
        return Sentences.of(replica.cause().orElseThrow()).text();
    }

    private SupervisorListener listener() {
        return new SupervisorListener() {
            @Override
            public void changed(FleetStatus status) {
                statuses.add(status);
            }

            @Override
            public void happened(Event event) {
                events.add(event);
            }

            @Override
            public void progressed(Progress progress) {
                steps.add(progress);
            }
        };
    }

    @Override
    public void close() {
        if (supervisor != null) {
            supervisor.stopNow();
        }
    }

    /** How the service's first replica is. */
    static ReplicaStatus first(FleetStatus status, String service) {
        return status.service(service).orElseThrow().replicas().getFirst();
    }

    /** What the replica answers at its root. */
    static String get(ReplicaStatus replica) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://" + replica.host() + ":" + replica.port() + "/");
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
        }
    }

    /** A service that is ready when it answers {@code /health/ready}. */
    public static ServiceSpec http(String name, int replicas, List<String> command) {
        return spec(name, replicas, command, new ReadyCheck.Http("/health/ready"), List.of());
    }

    /** A service that is ready when its port accepts connections. */
    public static ServiceSpec tcp(String name, int replicas, List<String> command) {
        return spec(name, replicas, command, new ReadyCheck.Tcp(), List.of());
    }

    public static ServiceSpec needing(ServiceSpec spec, String... needs) {
        return spec(
                spec.name(), spec.replicas(), command(spec), spec.probe().ready(), List.of(needs));
    }

    private static List<String> command(ServiceSpec spec) {
        return ((RunSpec.Command) spec.run()).arguments();
    }

    public static ServiceSpec spec(
            String name, int replicas, List<String> command, ReadyCheck ready, List<String> needs) {
        return spec(name, replicas, new RunSpec.Command(command), ready, needs);
    }

    public static ServiceSpec spec(
            String name, int replicas, RunSpec run, ReadyCheck ready, List<String> needs) {
        return new ServiceSpec(
                name,
                run,
                replicas,
                List.of(),
                needs,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                ready instanceof ReadyCheck.Http ? Protocol.HTTP : Protocol.TCP,
                new ProbeSpec(ready, Duration.ofMillis(100), Duration.ofSeconds(10), 2),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5));
    }

    public static ServiceSpec withDeadline(
            ServiceSpec s, Duration startDeadline, Duration stopGrace) {
        return new ServiceSpec(
                s.name(),
                s.run(),
                s.replicas(),
                s.routes(),
                s.needs(),
                s.env(),
                s.envInherit(),
                s.memoryBytes(),
                s.protocol(),
                s.probe(),
                s.slo(),
                startDeadline,
                stopGrace);
    }

    public static ServiceSpec withEnv(ServiceSpec s, Map<String, String> env) {
        return new ServiceSpec(
                s.name(),
                s.run(),
                s.replicas(),
                s.routes(),
                s.needs(),
                env,
                s.envInherit(),
                s.memoryBytes(),
                s.protocol(),
                s.probe(),
                s.slo(),
                s.startDeadline(),
                s.stopGrace());
    }
}
