package dev.muster.supervisor;

import dev.muster.build.LaunchPlan;
import dev.muster.driver.Leftover;
import dev.muster.driver.ReplicaEnd;
import dev.muster.driver.ReplicaIdentity;
import dev.muster.driver.RunningReplica;
import dev.muster.driver.Usage;
import dev.muster.fleet.Cause;
import dev.muster.fleet.Event;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.Severity;
import dev.muster.fleet.Subject;
import dev.muster.process.Hosts;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.supervisor.SupervisorListener.Progress;
import dev.muster.supervisor.aot.AotCaches;
import dev.muster.supervisor.release.Prepared;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.RecentEnds;
import dev.muster.supervisor.replica.ReplicaRun;
import dev.muster.supervisor.replica.ReplicaSetting;
import dev.muster.supervisor.replica.ReplicaState;
import dev.muster.supervisor.state.StateDisk;
import dev.muster.supervisor.state.StateFile;
import dev.muster.supervisor.timeline.Timeline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * The fleet being run: brings every service to the replicas that are wanted, stops services in the
 * reverse order of their needs, and publishes what is. Confined to the timeline's thread, save
 * where said.
 */
final class FleetRun implements ReplicaSetting.Notices, AotCaches.Fleet {

    private static final Duration HOUSEKEEPING = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Timeline timeline;
    private final SupervisorListener listener;
    private final StateFile stateFile;
    private final Drivers drivers;
    private final SequencedMap<String, ServiceRun> services = new LinkedHashMap<>();
    private final AtomicReference<StateFile.@Nullable State> toSave = new AtomicReference<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Admission admission;
    private final RecentEnds ends;
    private final StateDisk disk;
    private final Set<RunningReplica> strays = new HashSet<>();

    private volatile FleetStatus published;
    private boolean refreshing;
    private boolean lookingAgain;
    private boolean stopping;

    FleetRun(
            SupervisorConfig config,
            Timeline timeline,
            SupervisorListener listener,
            StateFile stateFile,
            Drivers drivers) {
        this.timeline = timeline;
        this.listener = listener;
        this.stateFile = stateFile;
        this.drivers = drivers;
        this.admission =
                new Admission(
                        config,
                        timeline,
                        services,
                        new LackingParts(timeline, drivers, this::admit));
        this.ends = new RecentEnds(timeline);
        this.disk =
                StateDisk.of(
                        config.stateDirectory(),
                        (severity, cause) -> happened(severity, Subject.fleet(), cause));
        this.published = new FleetStatus(timeline.instant(), new LinkedHashMap<>());
    }

    void add(ServiceRun service) {
        services.put(service.name(), service);
    }

    void begin() {
        timeline.every(HOUSEKEEPING, this::keepHouse);
        refresh();
    }

    /**
     * @throws SupervisorException when the fleet has no such service
     */
    ServiceRun service(String name) {
        ServiceRun service = services.get(name);
        if (service == null) {
            throw new SupervisorException(
                    "There is no service "
                            + name
                            + ". The fleet has "
                            + String.join(", ", services.keySet())
                            + ".");
        }
        return service;
    }

    Stream<ServiceRun> services() {
        return services.values().stream();
    }

    /** The last published status. Any thread. */
    FleetStatus status() {
        return published;
    }

    void prepared(String name, Prepared prepared, BuildState build) {
        ServiceRun service = services.get(name);
        if (service != null) {
            service.prepared(prepared, build);
            replicaChanged();
        }
    }

    /** The newest sources of a service do not build. */
    void buildFailed(String name, String problem) {
        ServiceRun service = service(name);
        prepared(
                name, service.prepared().afterFailedBuild(problem), new BuildState.Failed(problem));
    }

    void scale(String name, int replicas) {
        service(name).want(replicas);
        processesChanged();
        replicaChanged();
    }

    /** Stops everything, dependents first. */
    void stop() {
        stopping = true;
        replicaChanged();
    }

    /** Ends everything at once and by force. */
    void stopNow() {
        stopping = true;
        services().forEach(service -> service.end(new ReplicaState.Event.KillAsked()));
        replicaChanged();
    }

    /**
     * Completes once it is stopped and nothing of it runs any more, save what cannot be ended. Any
     * thread.
     */
    CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public boolean isAtRest() {
        return !stopping && published.isSettled();
    }

    @Override
    public List<LaunchPlan> plans() {
        return services()
                .flatMap(service -> service.prepared().release().stream())
                .map(Release::plan)
                .toList();
    }

    // What replicas tell.

    @Override
    public void replicaChanged() {
        if (!refreshing) {
            refreshing = true;
            timeline.run(this::refresh);
        }
    }

    @Override
    public void processesChanged() {
        toSave.set(state());
        timeline.inBackground(this::saveNewest);
    }

    @Override
    public void ended(int port, ReplicaEnd end) {
        ends.ended(port, end);
    }

    /** Any thread. */
    @Override
    public void happened(Severity severity, Subject subject, Cause cause) {
        var event = new Event(timeline.instant(), severity, subject, cause);
        timeline.run(() -> listener.happened(event));
    }

    /** Tells of what runs on because it cannot be ended. Any thread. */
    void left(Leftover left) {
        var subject = new Subject(Optional.empty(), Optional.of(left.of()));
        happened(Severity.ERROR, subject, new Cause.LeftBehind(left.pids()));
    }

    /** Ends a process that belongs to no service; the fleet is not stopped before it is gone. */
    void end(RunningReplica stray, Duration grace) {
        strays.add(stray);
        timeline.inBackground(
                () -> {
                    try {
                        var left = new Leftover(stray.identity().replica(), stray.end(grace));
                        if (!left.pids().isEmpty()) {
                            left(left);
                        }
                    } finally {
                        timeline.run(
                                () -> {
                                    strays.remove(stray);
                                    replicaChanged();
                                });
                    }
                });
    }

    /** Completes {@code answer} with what became of the process behind an endpoint. */
    void tellEnd(String host, int port, Duration within, CompletableFuture<ReplicaEnd> answer) {
        boolean isRunning =
                services().flatMap(ServiceRun::all).anyMatch(replica -> replica.runsAt(host, port));
        ends.tell(port, isRunning, within, answer);
    }

    void progressed(Progress progress) {
        listener.progressed(progress);
    }

    // What follows from it.

    private void refresh() {
        refreshing = false;
        if (stopping) {
            stopInOrder();
        }
        services().forEach(ServiceRun::reconcile);
        admit();
        publish();
        if (stopping && strays.isEmpty() && services().allMatch(ServiceRun::isStill)) {
            stopped.complete(null);
        }
    }

    private void publish() {
        var status = snapshot();
        // Behind the events that led to it, and never known to some before the listener hears it.
        timeline.run(
                () -> {
                    published = status;
                    listener.changed(status);
                });
    }

    private FleetStatus snapshot() {
        var statuses = new LinkedHashMap<String, ServiceStatus>();
        services().forEach(service -> statuses.put(service.name(), service.status()));
        return new FleetStatus(timeline.instant(), statuses);
    }

    /** A service may stop when nothing that needs it runs any more. */
    private void stopInOrder() {
        services()
                .filter(service -> dependents(service).allMatch(ServiceRun::isStill))
                .forEach(service -> service.end(new ReplicaState.Event.StopAsked()));
    }

    private Stream<ServiceRun> dependents(ServiceRun needed) {
        return services().filter(service -> service.spec().needs().contains(needed.name()));
    }

    private void admit() {
        if (!stopping && admission.admit() && !lookingAgain) {
            lookingAgain = true;
            timeline.after(
                    LOOK_AGAIN,
                    () -> {
                        lookingAgain = false;
                        admit();
                    });
        }
    }

    private void keepHouse() {
        List<ReplicaRun> replicas = services().flatMap(ServiceRun::all).toList();
        timeline.inBackground(
                () -> {
                    Map<RunningReplica, Usage> usage = drivers.usage();
                    disk.look();
                    timeline.run(() -> measured(replicas, usage));
                });
        if (toSave.get() != null) {
            // The disk refused it a while ago.
            timeline.inBackground(this::saveNewest);
        }
    }

    private void measured(List<ReplicaRun> replicas, Map<RunningReplica, Usage> usage) {
        for (ReplicaRun replica : replicas) {
            replica.measured(replica.process().flatMap(p -> Optional.ofNullable(usage.get(p))));
        }
        published = snapshot();
    }

    private void saveNewest() {
        synchronized (stateFile) {
            StateFile.State newest = toSave.getAndSet(null);
            if (newest == null) {
                return;
            }
            Optional<String> problem = stateFile.save(newest);
            if (problem.isPresent()) {
                toSave.compareAndSet(null, newest);
                disk.refused(problem.get());
            } else {
                disk.accepted();
            }
        }
    }

    /** Writes down what runs now. On the timeline's thread; blocks on the disk. */
    void save() {
        synchronized (stateFile) {
            toSave.set(null);
            var _ = stateFile.save(state());
        }
    }

    private StateFile.State state() {
        List<ReplicaIdentity> processes =
                services()
                        .flatMap(ServiceRun::all)
                        .flatMap(replica -> replica.process().stream())
                        .map(RunningReplica::identity)
                        .toList();
        var wanted = new LinkedHashMap<String, Integer>();
        services()
                .filter(service -> !(service.spec().run() instanceof RunSpec.Url))
                .filter(service -> service.wanted() != service.spec().replicas())
                .forEach(service -> wanted.put(service.name(), service.wanted()));
        return new StateFile.State(Hosts.current().bootId(), wanted, processes);
    }
}
