package dev.muster.supervisor.replica;

import dev.muster.driver.Ending;
import dev.muster.driver.ReplicaEnd;
import dev.muster.driver.RunningReplica;
import dev.muster.driver.Usage;
import dev.muster.fleet.Cause;
import dev.muster.fleet.ReplicaName;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.process.Signal;
import dev.muster.supervisor.probe.Probe;
import dev.muster.supervisor.probe.ProbeLoop;
import dev.muster.supervisor.probe.ProbeResult;
import dev.muster.supervisor.probe.ReplicaCheck;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaSetting.StartException;
import dev.muster.supervisor.replica.ReplicaState.Event;
import dev.muster.supervisor.replica.ReplicaState.Push;
import dev.muster.supervisor.replica.ReplicaState.Ready;
import dev.muster.supervisor.replica.ReplicaState.Starting;
import dev.muster.supervisor.replica.ReplicaState.Stopped;
import dev.muster.supervisor.replica.ReplicaState.Stopping;
import dev.muster.supervisor.replica.ReplicaState.Unready;
import dev.muster.supervisor.replica.ReplicaState.Waiting;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * One replica being run: feeds what happens to it into {@link ReplicaPolicy} and does what the new
 * state asks for. Confined to the {@link Timeline}'s thread.
 */
public final class ReplicaRun {

    /** A program that puts itself into the background answers first, and then seems to end. */
    private static final Duration FIRST_PROBE = Duration.ofMillis(250);

    private static final Duration EAGER_PROBE = Duration.ofMillis(50);
    private static final Duration PATIENT_PROBE = Duration.ofMillis(250);
    private static final Duration EAGER_FOR = Duration.ofSeconds(10);

    /** How something ended about whose end nothing could be found out. */
    private static final Ending UNSEEN =
            new Ending(new Cause.EndedUnseen(), new ReplicaEnd.Unknown());

    private final ReplicaSetting setting;
    private final ServiceSpec service;
    private final int number;
    private final String portName;
    private final Probe probe;
    private final ProbeLoop probes;
    private final ReplicaAccount account;
    private final Origin origin;
    private final List<Watch> watches = new ArrayList<>();

    private ReplicaPolicy policy;
    private ReplicaState state;
    private @Nullable RunningReplica process;
    private CompletableFuture<Void> cleared = CompletableFuture.completedFuture(null);

    /** Its processes are being looked for, to be ended by force. */
    private boolean killing;

    /** Its program ended, and what else it started is being waited for. */
    private @Nullable RunningReplica clearing;

    private Optional<Long> residentBytes = Optional.empty();
    private Instant logAloneSince = Instant.EPOCH;
    private String version = "";
    private String host = Probe.LOOPBACK;
    private int port;

    /** What a replica is started from when its time comes; empty while there is nothing yet. */
    @FunctionalInterface
    public interface Origin {
        Optional<Release> of(ReplicaRun replica);
    }

    private record Watch(Predicate<ReplicaState> when, CompletableFuture<ReplicaState> reached) {}

    /**
     * @param port that it was given
     * @param portName what the port is remembered under
     */
    public ReplicaRun(
            ReplicaSetting setting,
            ServiceSpec service,
            int number,
            int port,
            String portName,
            ReplicaPolicy policy,
            Origin origin) {
        this.setting = setting;
        this.service = service;
        this.number = number;
        this.portName = portName;
        this.policy = policy;
        this.origin = origin;
        this.port = port;
        this.probe =
                new Probe(
                        service.probe().ready(),
                        service.probe().timeout(),
                        setting.timeline()::nanoTime);
        this.probes = new ProbeLoop(setting.timeline(), this::pauseBetweenProbes, this::probed);
        this.account = new ReplicaAccount(setting, service, name());
        this.state = new Waiting(setting.timeline().instant(), new Cause.WaitingForTurn(), 0);
    }

    public String name() {
        return new ReplicaName(service.name(), number).toString();
    }

    public String service() {
        return service.name();
    }

    public int number() {
        return number;
    }

    public String portName() {
        return portName;
    }

    public ReplicaState state() {
        return state;
    }

    public boolean isReady() {
        return state instanceof Ready;
    }

    /** Nothing of it runs, nor is left of what it started. */
    public boolean isStill() {
        return !state.runs() && clearing == null;
    }

    /** It is being stopped for good, or was. */
    public boolean isStopping() {
        return switch (state) {
            case Stopped _ -> true;
            case Stopping stopping -> stopping.failure().isEmpty();
            default -> false;
        };
    }

    /** It was stopped, and is still. */
    public boolean isGone() {
        return state instanceof Stopped && clearing == null;
    }

    /** A process of it may listen there. */
    public boolean runsAt(String endpointHost, int endpointPort) {
        return process != null && port == endpointPort && host.equals(endpointHost);
    }

    public Optional<RunningReplica> process() {
        return Optional.ofNullable(process);
    }

    public boolean runsOtherThan(String fingerprint) {
        return process != null && !process.identity().fingerprint().equals(fingerprint);
    }

    /** From now on failures count as this one says. */
    public void usePolicy(ReplicaPolicy newPolicy) {
        policy = newPolicy;
    }

    /** Goes on with a process that an earlier agent started. */
    public void adopt(RunningReplica running) {
        Instant now = setting.timeline().instant();
        state = new Starting(now, 0, Optional.of(new Cause.TakenOver()));
        account.began(now);
        port = running.identity().port();
        attach(running, true);
    }

    /** Watches a service that something else runs: it is probed, and never started or stopped. */
    public void watch(String externalHost, int externalPort) {
        host = externalHost;
        port = externalPort;
        state = new Unready(setting.timeline().instant(), 0, new Cause.NotReachedYet());
        account.began(state.since());
        probes.aim(() -> probe.check(externalHost, externalPort), Duration.ZERO);
    }

    /** One that it replaces writes to the same log until it is gone. */
    public void sharesLogUntil(CompletableFuture<ReplicaState> gone) {
        logAloneSince = Instant.MAX;
        var _ =
                gone.thenAccept(
                        _ -> {
                            logAloneSince = setting.timeline().instant();
                            setting.notices().replicaChanged();
                        });
    }

    /** Completes when the replica is first in a state that satisfies the condition. */
    public CompletableFuture<ReplicaState> when(Predicate<ReplicaState> condition) {
        if (condition.test(state)) {
            return CompletableFuture.completedFuture(state);
        }
        var watch = new Watch(condition, new CompletableFuture<>());
        watches.add(watch);
        return watch.reached();
    }

    public void handle(Event event) {
        if (event instanceof Event.KillAsked && clearing != null) {
            setting.timeline().inBackground(clearing::kill);
        }
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
        if (!before.getClass().equals(after.getClass()) || !before.cause().equals(after.cause())) {
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
        account.entered(before, after);
        switch (after) {
            case Starting _ when !(before instanceof Starting) -> launch();
            case Stopping stopping -> {
                probes.stop();
                push(stopping);
            }
            default -> {}
        }
    }

    private void push(Stopping stopping) {
        if (process == null) {
            if (service.run() instanceof RunSpec.Url) {
                setting.timeline().run(() -> handle(new Event.Ended(new Cause.EndedUnseen())));
            }
            return;
        }
        RunningReplica pushed = process;
        if (stopping.push() == Push.TERM) {
            setting.timeline().inBackground(() -> terminate(pushed));
        } else if (stopping.push() == Push.KILL && !killing) {
            killing = true;
            setting.timeline().inBackground(() -> kill(pushed));
        }
    }

    /**
     * One at a time: where a look through all processes takes longer than the pause between two
     * pushes, looks would pile up and keep everything else from its turn.
     */
    private void kill(RunningReplica pushed) {
        try {
            pushed.kill();
        } finally {
            setting.timeline().run(() -> killing = false);
        }
    }

    private void terminate(RunningReplica pushed) {
        if (!pushed.stop()) {
            // For a moment after its start there is nobody to tell yet.
            setting.timeline().after(EAGER_PROBE, this::pushAgain);
        }
    }

    private void pushAgain() {
        if (state instanceof Stopping stopping && stopping.push() == Push.TERM) {
            push(stopping);
        }
    }

    private void launch() {
        Optional<Release> release = origin.of(this);
        if (release.isEmpty()) {
            setting.timeline().run(() -> notLaunched(service() + " has nothing to start yet"));
            return;
        }
        // What its last process left must be gone first.
        var _ = cleared.thenRunAsync(() -> start(release.get()), setting.timeline()::inBackground);
    }

    private void start(Release release) {
        try {
            var started = setting.starter().start(release, number, portName);
            setting.timeline().run(() -> attach(started, false));
        } catch (StartException e) {
            setting.timeline().run(() -> notLaunched(String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            // Whatever it was: a replica that waits for its process would wait for ever.
            setting.timeline().run(() -> notLaunched(e.toString()));
        }
    }

    private void notLaunched(String problem) {
        handle(new Event.Ended(new Cause.CannotStart(problem)));
    }

    /**
     * @param trusted whether it has run for a while already
     */
    private void attach(RunningReplica running, boolean trusted) {
        process = running;
        version = running.identity().version();
        port = running.identity().port();
        setting.notices().processesChanged();
        setting.notices().replicaChanged();
        var _ =
                running.ended()
                        .exceptionally(_ -> UNSEEN)
                        .thenAccept(ending -> setting.timeline().run(() -> ended(running, ending)));
        if (state instanceof Stopping stopping) {
            push(stopping);
        } else {
            var check =
                    new ReplicaCheck(probe, port, running, trusted, setting.timeline()::nanoTime);
            probes.aim(check::check, FIRST_PROBE);
        }
    }

    /**
     * The program ended. What else runs of the replica may have requests to complete, and is given
     * the grace of a stop for it: a shell that started the program dies at once when it is told to.
     */
    private void ended(RunningReplica gone, Ending ending) {
        if (!gone.equals(process) || gone.equals(clearing)) {
            return;
        }
        residentBytes = Optional.empty();
        probes.stop();
        var report = new Event.Ended(ending.failure());
        boolean stopping = state instanceof Stopping;
        setting.notices().ended(port, end(ending, stopping));
        clearing = gone;
        cleared =
                CompletableFuture.supplyAsync(
                                () -> clear(gone, stopping), setting.timeline()::inBackground)
                        .handle(
                                (left, problem) -> {
                                    setting.timeline()
                                            .run(() -> cleared(stopping, report, left, problem));
                                    return null;
                                });
        if (!stopping) {
            process = null;
            handle(report);
        }
    }

    /** What it was told to do is nobody's fault, whatever it made of it. */
    private static ReplicaEnd end(Ending ending, boolean stopping) {
        boolean outOfMemory = ending.end() instanceof ReplicaEnd.OutOfMemory;
        return stopping && !outOfMemory
                ? new ReplicaEnd.FromOutside(Signal.TERM.number())
                : ending.end();
    }

    /** A replica that is being stopped was told, or will be: see {@link #push}. */
    private List<Long> clear(RunningReplica gone, boolean stopping) {
        return stopping ? gone.clear(service.stopGrace()) : gone.end(service.stopGrace());
    }

    /**
     * A replica is stopped when nothing that it started runs any more, save what cannot be ended.
     */
    private void cleared(
            boolean wasStopping,
            Event.Ended report,
            @Nullable List<Long> left,
            @Nullable Throwable problem) {
        clearing = null;
        if (left == null) {
            account.mayHaveLeft(Objects.requireNonNull(problem));
        } else if (!left.isEmpty()) {
            account.left(left);
        }
        if (wasStopping) {
            process = null;
            handle(report);
        }
        setting.notices().processesChanged();
        setting.notices().replicaChanged();
    }

    private void probed(ProbeResult result) {
        switch (result) {
            case ProbeResult.Passed(var at) -> {
                host = at;
                handle(new Event.ProbePassed());
            }
            case ProbeResult.Failed(var why) -> handle(new Event.ProbeFailed(why));
            case ProbeResult.Held(var why) -> handle(new Event.ProbeHeld(why));
        }
    }

    private Duration pauseBetweenProbes() {
        if (!(state instanceof Starting starting)) {
            return service.probe().interval();
        }
        boolean eager = starting.heldFor(setting.timeline().instant()).compareTo(EAGER_FOR) < 0;
        return eager ? EAGER_PROBE : PATIENT_PROBE;
    }

    public void measured(Optional<Usage> usage) {
        residentBytes = usage.map(Usage::residentBytes);
    }

    /** Why it is not ready; empty when it is. */
    public Optional<Cause> cause() {
        return account.cause(state, probe.subject());
    }

    /** What runs of it was ready, or it has shown that it will not be soon. */
    public boolean isSettled() {
        return account.isSettled(state);
    }

    /** How long its last start took to become ready. */
    public Optional<Duration> readyAfter() {
        return account.readyAfter();
    }

    /** Where it answers. */
    public String host() {
        return host;
    }

    /** Where it answers. */
    public int port() {
        return port;
    }

    /** A short hash of what it runs; empty before its first start. */
    public String version() {
        return version;
    }

    /** Memory of its processes, where it was measured. */
    public Optional<Long> residentBytes() {
        return residentBytes;
    }

    /**
     * From when on its log holds lines of its process alone; in the far future while one that it
     * replaced may still write there.
     */
    public Instant logSince() {
        Instant began = process == null ? Instant.EPOCH : process.identity().startedAt();
        return began.isAfter(logAloneSince) ? began : logAloneSince;
    }
}
