package dev.muster.supervisor;

import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.ReplicaState.BackingOff;
import dev.muster.supervisor.ReplicaState.Event;
import dev.muster.supervisor.ReplicaState.GaveUp;
import dev.muster.supervisor.ReplicaState.Obstacle;
import dev.muster.supervisor.ReplicaState.Push;
import dev.muster.supervisor.ReplicaState.Ready;
import dev.muster.supervisor.ReplicaState.Starting;
import dev.muster.supervisor.ReplicaState.Stopped;
import dev.muster.supervisor.ReplicaState.Stopping;
import dev.muster.supervisor.ReplicaState.Unready;
import dev.muster.supervisor.ReplicaState.Waiting;
import dev.muster.supervisor.SupervisorListener.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * One replica being run: feeds what happens to it into {@link ReplicaPolicy} and does what the new
 * state asks for. Confined to the {@link Timeline}'s thread.
 */
final class ReplicaRun {

    private static final Duration FIRST_PROBE = Duration.ofMillis(20);
    private static final Duration EAGER_PROBE = Duration.ofMillis(50);
    private static final Duration PATIENT_PROBE = Duration.ofMillis(250);
    private static final Duration EAGER_FOR = Duration.ofSeconds(10);

    private final ReplicaSetting setting;
    private final ServiceSpec service;
    private final int number;
    private final String portName;
    private final Probe probe;
    private final LogFile log;
    private final List<Watch> watches = new ArrayList<>();

    private ReplicaPolicy policy;
    private ReplicaState state;
    private @Nullable ReplicaProcess process;
    private long generation;
    private CompletableFuture<Void> swept = CompletableFuture.completedFuture(null);
    private @Nullable Instant firstStart;
    private Optional<Duration> readyAfter = Optional.empty();

    /** Why it was last started again; empty when it never was. */
    private String lastFailure = "";

    private boolean wasReady;
    private Optional<Long> residentBytes = Optional.empty();
    private String version = "";
    private @Nullable Target target;
    private String host = ReplicaSetting.LOOPBACK;
    private int port;

    /** What is probed; another one after each start. */
    private record Target(String host, int port, long generation) {}

    private record Watch(Predicate<ReplicaState> when, CompletableFuture<ReplicaState> reached) {}

    /**
     * @param portName what its port is remembered under
     */
    ReplicaRun(
            ReplicaSetting setting,
            ServiceSpec service,
            int number,
            String portName,
            ReplicaPolicy policy) {
        this.setting = setting;
        this.service = service;
        this.number = number;
        this.portName = portName;
        this.policy = policy;
        this.port = setting.ports().of(portName);
        this.probe = new Probe(service.probe().ready(), service.probe().timeout());
        this.log = new LogFile(setting.config().logFile(name()), setting.config().logCapBytes());
        this.state = new Waiting(setting.timeline().instant(), new Obstacle.Turn(), 0);
    }

    String name() {
        return service.name() + "-" + number;
    }

    String service() {
        return service.name();
    }

    int number() {
        return number;
    }

    String portName() {
        return portName;
    }

    ReplicaState state() {
        return state;
    }

    boolean isReady() {
        return state.phase() == Phase.READY;
    }

    Optional<ReplicaProcess> process() {
        return Optional.ofNullable(process);
    }

    boolean runsOtherThan(String fingerprint) {
        return process != null && !process.identity().fingerprint().equals(fingerprint);
    }

    /** From now on failures count as they do for a replica that nothing replaces. */
    void usePolicy(ReplicaPolicy newPolicy) {
        policy = newPolicy;
    }

    /** Goes on with a process that an earlier agent started. */
    void adopt(ReplicaProcess running) {
        Instant now = setting.timeline().instant();
        state = new Starting(now, 0, Optional.of("taken over from an earlier agent"));
        firstStart = now;
        port = running.identity().port();
        attach(running);
    }

    /** Watches a service that something else runs: it is probed, and never started or stopped. */
    void watch(String externalHost, int externalPort) {
        host = externalHost;
        port = externalPort;
        state = new Unready(setting.timeline().instant(), 0, "was not reached yet");
        firstStart = state.since();
        aim(Duration.ZERO);
    }

    /** Completes when the replica is first in a state that satisfies the condition. */
    CompletableFuture<ReplicaState> when(Predicate<ReplicaState> condition) {
        if (condition.test(state)) {
            return CompletableFuture.completedFuture(state);
        }
        var watch = new Watch(condition, new CompletableFuture<>());
        watches.add(watch);
        return watch.reached();
    }

    void handle(Event event) {
        ReplicaState before = state;
        ReplicaState after = policy.next(before, event, setting.timeline().instant());
        if (after.equals(before)) {
            return;
        }
        state = after;
        enter(before, after);
        after.wakeAt()
                .ifPresent(
                        at ->
                                setting.timeline()
                                        .after(
                                                Duration.between(setting.timeline().instant(), at),
                                                () -> handle(new Event.Tick())));
        if (before.phase() != after.phase() || !before.cause().equals(after.cause())) {
            setting.notices().replicaChanged();
        }
        fulfilWatches();
    }

    private void fulfilWatches() {
        for (Watch watch : List.copyOf(watches)) {
            if (watch.when().test(state) && watches.remove(watch)) {
                watch.reached().complete(state);
            }
        }
    }

    private void enter(ReplicaState before, ReplicaState after) {
        switch (after) {
            case Starting _ when !(before instanceof Starting) -> launch();
            case Ready ready when !(before instanceof Ready) -> becameReady(before, ready);
            case Unready unready when !(before instanceof Unready) ->
                    tell(Severity.WARN, "is unready: " + unready.problem());
            case BackingOff pause -> {
                lastFailure = pause.problem();
                tell(
                        Severity.WARN,
                        pause.problem()
                                + "; starting again in "
                                + Wording.of(Duration.between(pause.since(), pause.until()))
                                + ", attempt "
                                + pause.failures()
                                + " of "
                                + setting.config().attempts());
            }
            case GaveUp gaveUp -> tell(Severity.ERROR, gaveUp.cause().orElseThrow());
            case Stopping stopping -> push(stopping);
            case Stopped _ when before.runs() -> tell(Severity.INFO, "stopped");
            default -> {}
        }
    }

    private void becameReady(ReplicaState before, Ready ready) {
        wasReady = true;
        if (before instanceof Starting starting) {
            Duration took = Duration.between(starting.since(), ready.since());
            readyAfter = Optional.of(took);
            tell(Severity.INFO, "is ready after " + Wording.of(took));
        } else {
            tell(Severity.INFO, "is ready again");
        }
    }

    private void push(Stopping stopping) {
        if (process == null) {
            if (service.run() instanceof RunSpec.Url) {
                target = null;
                setting.timeline().run(() -> handle(new Event.Ended("left alone")));
            }
            return;
        }
        if (stopping.push() == Push.TERM) {
            if (!process.terminate(setting.timeline().instant())) {
                // For a moment after its start there is nobody to tell yet.
                setting.timeline().after(EAGER_PROBE, this::pushAgain);
            }
        } else if (stopping.push() == Push.KILL) {
            process.session().kill();
        }
    }

    private void pushAgain() {
        if (state instanceof Stopping stopping && stopping.push() == Push.TERM) {
            push(stopping);
        }
    }

    private void launch() {
        long launching = ++generation;
        if (firstStart == null) {
            firstStart = state.since();
        }
        var leftoversGone = swept;
        setting.timeline()
                .aside(
                        () -> {
                            try {
                                setting.timeline().await(leftoversGone);
                                var started = setting.start(service, number, portName);
                                setting.timeline().run(() -> launched(started));
                            } catch (SupervisorException e) {
                                setting.timeline().run(() -> notLaunched(launching, e));
                            }
                        });
    }

    private void launched(ReplicaProcess started) {
        attach(started);
        if (state instanceof Stopping stopping) {
            push(stopping);
        }
    }

    private void notLaunched(long launching, SupervisorException e) {
        if (launching == generation) {
            handle(new Event.Ended(String.valueOf(e.getMessage())));
        }
    }

    private void attach(ReplicaProcess running) {
        process = running;
        version = running.identity().version();
        port = running.identity().port();
        setting.notices().processesChanged();
        setting.notices().replicaChanged();
        var _ =
                running.ended()
                        .thenAccept(status -> setting.timeline().run(() -> ended(running, status)));
        aim(FIRST_PROBE);
    }

    private void ended(ReplicaProcess gone, int status) {
        if (gone != process) {
            return;
        }
        process = null;
        residentBytes = Optional.empty();
        target = null;
        var report = new Event.Ended(ExitReport.of(gone, status, log, setting.timeline()));
        boolean stopping = state instanceof Stopping;
        swept =
                CompletableFuture.runAsync(gone::sweep, setting.timeline()::aside)
                        .whenComplete(
                                (_, _) -> setting.timeline().run(() -> swept(stopping, report)));
        if (!stopping) {
            handle(report);
        }
    }

    /** A replica is stopped when nothing that it started runs any more. */
    private void swept(boolean wasStopping, Event.Ended report) {
        if (wasStopping) {
            handle(report);
        }
        setting.notices().processesChanged();
    }

    private void aim(Duration firstProbeIn) {
        var aimedAt = new Target(host, port, generation);
        target = aimedAt;
        probeLater(aimedAt, firstProbeIn);
    }

    private void probeLater(Target aimedAt, Duration pause) {
        setting.timeline().after(pause, () -> probe(aimedAt));
    }

    private void probe(Target aimedAt) {
        if (!aimedAt.equals(target) || state instanceof Stopping) {
            return;
        }
        setting.timeline()
                .aside(
                        () -> {
                            var failure = probe.failure(aimedAt.host(), aimedAt.port());
                            setting.timeline().run(() -> probed(aimedAt, failure));
                        });
    }

    private void probed(Target aimedAt, Optional<String> failure) {
        if (!aimedAt.equals(target)) {
            return;
        }
        handle(failure.<Event>map(Event.ProbeFailed::new).orElseGet(Event.ProbePassed::new));
        probeLater(aimedAt, pauseBetweenProbes());
    }

    private Duration pauseBetweenProbes() {
        if (!(state instanceof Starting starting)) {
            return service.probe().interval();
        }
        boolean eager = starting.heldFor(setting.timeline().instant()).compareTo(EAGER_FOR) < 0;
        return eager ? EAGER_PROBE : PATIENT_PROBE;
    }

    /** Holds the cap of its log. */
    void trimLog() {
        log.trim();
    }

    void measured(Optional<Long> bytes) {
        residentBytes = bytes;
    }

    ReplicaStatus status() {
        return new ReplicaStatus(
                name(),
                state.phase(),
                shownCause(),
                process().flatMap(ReplicaProcess::programPid),
                host,
                port,
                state.since(),
                readyAfter,
                state.failures(),
                version,
                residentBytes,
                log.droppedBytes(),
                isSettled());
    }

    /**
     * What keeps it from being ready: a start that follows a failure is explained by the failure.
     */
    private Optional<String> shownCause() {
        if (!(state instanceof Starting(var _, int failures, var problem))) {
            return state.cause();
        }
        return Optional.of(
                failures == 0 || lastFailure.isEmpty()
                        ? "starting"
                                + problem.map(text -> ": " + text)
                                        .orElse(", waiting for " + probe.subject())
                        : lastFailure
                                + "; starting again, attempt "
                                + failures
                                + " of "
                                + setting.config().attempts());
    }

    private boolean isSettled() {
        return switch (state) {
            case GaveUp _, Stopped _ -> true;
            case Waiting waiting -> waiting.obstacle() instanceof Obstacle.Part;
            default -> wasReady || isOverdue();
        };
    }

    private boolean isOverdue() {
        return firstStart != null
                && Duration.between(firstStart, setting.timeline().instant())
                                .compareTo(service.startDeadline())
                        >= 0;
    }

    private void tell(Severity severity, String text) {
        setting.notices()
                .happened(severity, service.name(), Optional.of(name()), name() + " " + text);
    }
}
