package dev.muster.supervisor;

import dev.muster.build.Builds;
import dev.muster.build.JarStage;
import dev.muster.driver.Adopted;
import dev.muster.driver.Leftover;
import dev.muster.driver.ReplicaDriver;
import dev.muster.driver.ReplicaEnd;
import dev.muster.fleet.Cause;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.ReplicaName;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.supervisor.aot.AotCaches;
import dev.muster.supervisor.release.Preparation;
import dev.muster.supervisor.release.ReleaseLedger;
import dev.muster.supervisor.replica.ReplicaSetting;
import dev.muster.supervisor.rollout.Rollout.Outcome;
import dev.muster.supervisor.state.StateFile;
import dev.muster.supervisor.timeline.Timeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Runs the services of a fleet as processes of this machine: builds them, starts them in the order
 * of their needs, probes them, starts them again when they end, and takes over those that an
 * earlier agent left running.
 *
 * <p>Thread-safe. Replicas outlive this object unless {@link #stop} or {@link #stopNow} is called.
 */
public final class Supervisor implements AutoCloseable {
    private final SupervisorConfig config;
    private final FleetSpec spec;
    private final Ports ports;
    private final StateFile stateFile;
    private final FleetRun fleet;
    private final Drivers drivers;
    private final ReplicaStarter starter;
    private final AotCaches caches;
    private final Provisioning provisioning;
    private final Rolling rolling;
    private final ReleaseLedger ledger;
    private final Timeline timeline;
    private final BlockingCalls calls;
    private final SupervisorLock lock;
    private int takenOver;
    private boolean finished;
    private List<Leftover> left = List.of();

    /**
     * @param lock closed by whoever took it, should the supervisor not come to be; so is the
     *     timeline
     */
    private Supervisor(
            SupervisorConfig config,
            SupervisorLock lock,
            Timeline timeline,
            List<ReplicaDriver.Factory> driverFactories,
            FleetSpec spec,
            Ports ports,
            ReplicaEnvironment environment,
            SupervisorListener listener) {
        this.config = config;
        this.lock = lock;
        this.timeline = timeline;
        this.calls = new BlockingCalls(timeline);
        this.spec = spec;
        this.ports = ports;
        this.stateFile = new StateFile(config.stateDirectory());
        this.ledger = ledger(config, timeline);
        this.drivers = Drivers.open(driverFactories, config, timeline);
        this.fleet = new FleetRun(config, timeline, listener, stateFile, drivers);
        this.caches = new AotCaches(config.builds(), config.cachesAreMade(), timeline, fleet);
        this.rolling = new Rolling(calls, fleet);
        this.provisioning =
                new Provisioning(
                        timeline,
                        calls,
                        fleet,
                        new Preparation(
                                config.builds(),
                                spec.directory(),
                                new JarStage(config.stateDirectory(), timeline),
                                caches,
                                ledger,
                                service -> calls.ask(() -> fleet.service(service).releases())),
                        new Builds(config.builds(), spec.directory()),
                        rolling);
        this.starter = new ReplicaStarter(config, ports, environment, drivers, caches, fleet);
    }

    private static ReleaseLedger ledger(SupervisorConfig config, Timeline timeline) {
        try {
            return ReleaseLedger.open(config.stateDirectory(), timeline, timeline::inBackground);
        } catch (IOException e) {
            throw SupervisorException.cannotRead(
                    config.stateDirectory().resolve("releases.json"), e);
        }
    }

    /**
     * Begins to run the fleet and returns at once; the listener and {@link #status} tell how it
     * goes. Replicas that an earlier agent left running are taken over.
     *
     * @param drivers the first of them that runs a service runs its replicas
     * @param ports from which every replica gets its port; the caller may take others from it
     * @throws SupervisorException when the state folder cannot be used, or another supervisor runs
     *     the fleet
     */
    public static Supervisor start(
            SupervisorConfig config,
            List<ReplicaDriver.Factory> drivers,
            FleetSpec fleet,
            Ports ports,
            ReplicaEnvironment environment,
            SupervisorListener listener) {
        var lock = SupervisorLock.take(config.stateDirectory());
        var timeline = new Timeline(config.backend());
        try {
            var supervisor =
                    new Supervisor(
                            config, lock, timeline, drivers, fleet, ports, environment, listener);
            supervisor.begin();
            return supervisor;
        } catch (RuntimeException | Error e) {
            timeline.close();
            lock.close();
            throw e;
        }
    }

    /** How many replicas that an earlier agent left running were taken over at the start. */
    public int takenOver() {
        return takenOver;
    }

    /** How every replica is now. */
    public FleetStatus status() {
        return fleet.status();
    }

    /**
     * What became of the process behind an endpoint whose connection broke. Never blocks; completed
     * on the supervisor's thread as soon as it is known, which takes some milliseconds after an
     * end, and with {@link ReplicaEnd.Alive} after {@code within} at the latest.
     */
    public CompletableFuture<ReplicaEnd> endOf(String host, int port, Duration within) {
        var answer = new CompletableFuture<ReplicaEnd>();
        timeline.run(() -> fleet.tellEnd(host, port, within, answer));
        return answer;
    }

    /**
     * Changes how many replicas of a service there are; returns before they are.
     *
     * @throws SupervisorException when there is no such service or the number makes no sense
     */
    public void scale(String service, int replicas) {
        calls.ask(
                () -> {
                    boolean external = fleet.service(service).spec().run() instanceof RunSpec.Url;
                    if (external) {
                        throw new SupervisorException(
                                service + " is run by something else and cannot be scaled here.");
                    }
                    if (replicas < 0 || replicas > ServiceSpec.MOST_REPLICAS) {
                        throw new SupervisorException(
                                "%s cannot have %d replicas; 0 to %d are possible."
                                        .formatted(service, replicas, ServiceSpec.MOST_REPLICAS));
                    }
                    fleet.scale(service, replicas);
                    return replicas;
                });
    }

    /**
     * Builds what changed of a service and replaces its replicas, one after another, so that
     * callers lose nothing. Blocks until that is done. New code of which no replica got ready is
     * not run again: the next replica that has to be started runs what the others run.
     *
     * @throws SupervisorException when there is no such service, or the fleet is stopped meanwhile
     */
    public RestartOutcome restart(String service) {
        Instant began = timeline.instant();
        ServiceSpec serviceSpec = calls.ask(() -> fleet.service(service).spec());
        if (serviceSpec.run() instanceof RunSpec.Url) {
            throw new SupervisorException(
                    service + " is run by something else and cannot be restarted here.");
        }
        return rolling.inTurn(
                service,
                () -> {
                    var failure = provisioning.provision(serviceSpec);
                    if (failure.isPresent()) {
                        return new RestartOutcome.BuildFailed(
                                failure.get().lines(), failure.get().log());
                    }
                    return outcome(service, rolling.replace(service, ServiceRun::numbers), began);
                });
    }

    private RestartOutcome outcome(String service, Outcome rolled, Instant began) {
        return rolled.failure()
                .<RestartOutcome>map(
                        failure ->
                                new RestartOutcome.NotReady(
                                        new ReplicaName(service, failure.number()).toString(),
                                        failure.cause(),
                                        rolled.replaced()))
                .orElseGet(
                        () ->
                                new RestartOutcome.Restarted(
                                        rolled.replaced(),
                                        Duration.between(began, timeline.instant())));
    }

    /**
     * Stops every replica with all grace, dependents before what they need. Blocks until nothing
     * runs any more; {@link #stopNow} hastens it from another thread.
     *
     * @return what runs on because it cannot be ended even by force; mostly none
     * @throws SupervisorException when that cannot be looked for; whoever stops it again looks
     *     again
     */
    public List<Leftover> stop() {
        return stop(fleet::stop);
    }

    /**
     * Ends every process of the fleet by force. Blocks until nothing runs any more.
     *
     * @return what runs on because it cannot be ended; mostly none
     * @throws SupervisorException as {@link #stop} does
     */
    public List<Leftover> stopNow() {
        return stop(fleet::stopNow);
    }

    /** Whoever stops what is stopped already has nothing to wait for. */
    private List<Leftover> stop(Runnable how) {
        timeline.run(how);
        provisioning.close();
        caches.close();
        calls.await(fleet.stopped());
        return finish(this::leftovers);
    }

    /** Looked for anew: what could not be ended at some time may be gone by now. */
    private List<Leftover> leftovers() {
        try {
            var left = new ArrayList<>(drivers.left(List.of()));
            left.add(new Leftover("a build", provisioning.left()));
            left.add(new Leftover("the making of an AOT cache", caches.left()));
            return left.stream().filter(some -> !some.pids().isEmpty()).toList();
        } catch (UncheckedIOException e) {
            throw new SupervisorException("What runs cannot be looked for: " + e.getMessage(), e);
        }
    }

    /** Leaves the replicas running for the next supervisor and ends this one. */
    public void detach() {
        var _ = finish(List::of);
    }

    /** The same as {@link #detach}: what runs is never stopped by accident. */
    @Override
    public void close() {
        detach();
    }

    private void begin() {
        StateFile.Loaded loaded = remembered();
        Adopted found = drivers.adopt(loaded.state().processes());
        takenOver =
                calls.ask(
                        () -> {
                            var setting =
                                    new ReplicaSetting(
                                            config.replicas(),
                                            timeline,
                                            config.backend().random().get(),
                                            fleet,
                                            starter);
                            for (ServiceSpec service : spec.services().values()) {
                                fleet.add(
                                        new ServiceRun(
                                                setting,
                                                ports,
                                                service,
                                                Preparation.unprepared(service)));
                            }
                            ports.damage().ifPresent(this::damaged);
                            var takeover = new Takeover(fleet, drivers, ledger);
                            int adopted = takeover.from(loaded, found);
                            ledger.damage().ifPresent(this::damaged);
                            fleet.begin();
                            return adopted;
                        });
        provisioning.begin(spec.services().values());
        caches.makeSoon();
    }

    private StateFile.Loaded remembered() {
        try {
            return stateFile.load();
        } catch (IOException e) {
            throw SupervisorException.cannotRead(stateFile.path(), e);
        }
    }

    private void damaged(String file) {
        fleet.happened(Severity.ERROR, Subject.fleet(), new Cause.StateDamaged(file));
    }

    /**
     * @param leftovers to be looked for as long as no other supervisor can run the fleet
     */
    private synchronized List<Leftover> finish(Supplier<List<Leftover>> leftovers) {
        if (finished) {
            return left;
        }
        provisioning.close();
        caches.close();
        left = leftovers.get();
        finished = true;
        try (var _ = lock;
                var _ = timeline) {
            writeDown();
        }
        return left;
    }

    private void writeDown() {
        try {
            calls.ask(
                    () -> {
                        fleet.save();
                        return true;
                    });
        } finally {
            ledger.save();
        }
    }
}
