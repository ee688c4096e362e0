package dev.muster.supervisor;

import dev.muster.driver.RunningReplica;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.supervisor.release.Prepared;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaPolicy;
import dev.muster.supervisor.replica.ReplicaRun;
import dev.muster.supervisor.replica.ReplicaSetting;
import dev.muster.supervisor.replica.ReplicaState.Event;
import dev.muster.supervisor.replica.ReplicaState.Starting;
import dev.muster.supervisor.replica.ReplicaState.Waiting;
import dev.muster.supervisor.rollout.ReplicaSet;
import dev.muster.supervisor.rollout.Rollout.Outcome;
import dev.muster.supervisor.rollout.RolloutPolicy;
import dev.muster.supervisor.rollout.RolloutPolicy.Order;
import dev.muster.supervisor.rollout.RolloutRun;
import dev.muster.supervisor.rollout.ServiceReplicas;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One service being run: as many replicas as are wanted, of one release, or of two while one is
 * rolled out. Confined to the timeline's thread.
 */
final class ServiceRun implements RolloutRun.Service {

    private final ReplicaSetting setting;
    private final Ports ports;
    private final ServiceSpec spec;
    private final ServiceReplicas replicas;
    private int wanted;
    private boolean ending;
    private Prepared prepared;
    private BuildState build = new BuildState.Running();

    /** What is run again when no replica of a newer release gets ready. */
    private Optional<Release> proven = Optional.empty();

    private @Nullable RolloutRun rollout;

    ServiceRun(ReplicaSetting setting, Ports ports, ServiceSpec spec, Prepared prepared) {
        this.setting = setting;
        this.ports = ports;
        this.spec = spec;
        this.replicas = new ServiceReplicas(spec.name());
        this.wanted = spec.replicas();
        this.prepared = prepared;
    }

    String name() {
        return spec.name();
    }

    ServiceSpec spec() {
        return spec;
    }

    int wanted() {
        return wanted;
    }

    void want(int count) {
        wanted = count;
    }

    Prepared prepared() {
        return prepared;
    }

    /** What replicas are started from now on; those that run stay until they are rolled. */
    void prepared(Prepared newlyPrepared, BuildState newBuild) {
        prepared = newlyPrepared;
        build = newBuild;
        prepared.release().ifPresent(this::startFrom);
    }

    private void startFrom(Release release) {
        String fingerprint = release.fingerprint();
        if (proven.stream().allMatch(each -> each.fingerprint().equals(fingerprint))) {
            proven = Optional.of(release);
        }
        ReplicaSet set =
                replicas.newest(each -> each.isUnprepared() || each.isAsGoodAs(fingerprint))
                        .orElseGet(() -> ReplicaSet.of(Optional.of(release)));
        set.startFrom(release);
        replicas.makeCurrent(set);
        // What was never started needs no rollout.
        replicas.setsBut(set)
                .forEach(other -> other.giveTo(set, each -> each.state() instanceof Waiting));
    }

    /** Releases that must stay on the disk: what its replicas are started from again. */
    List<Release> releases() {
        return Stream.concat(proven.stream(), replicas.releases()).distinct().toList();
    }

    /** Completes when no replica is on its way to being ready any more. */
    CompletableFuture<Void> started() {
        return CompletableFuture.allOf(
                replicas.counting().stream()
                        .map(replica -> replica.when(s -> !(s instanceof Starting)))
                        .toArray(CompletableFuture<?>[]::new));
    }

    /** Numbers of all its replicas. */
    List<Integer> numbers() {
        return replicas.counting().stream().map(ReplicaRun::number).toList();
    }

    /** Numbers of the replicas that run something else than would be started now. */
    List<Integer> outdated() {
        return prepared.release().stream()
                .flatMap(now -> replicas.counting().stream().filter(r -> isOutdated(r, now)))
                .map(ReplicaRun::number)
                .toList();
    }

    private boolean isOutdated(ReplicaRun replica, Release now) {
        return replica.runsOtherThan(now.fingerprint())
                || releaseOf(replica).stream()
                        .anyMatch(release -> !release.fingerprint().equals(now.fingerprint()));
    }

    /** An unknown release is not gone back to: its replicas are started from the newest. */
    private Optional<Release> releaseOf(ReplicaRun replica) {
        return replicas.setOf(replica).flatMap(ReplicaSet::release).or(prepared::release);
    }

    boolean hasReady() {
        return replicas.counting().stream().anyMatch(ReplicaRun::isReady);
    }

    /** Nothing of it runs. */
    boolean isStill() {
        return all().allMatch(ReplicaRun::isStill);
    }

    /** Every replica that may have a process. */
    Stream<ReplicaRun> all() {
        return replicas.all();
    }

    /**
     * Takes over a process of an earlier agent; what is not wanted is stopped with all grace. The
     * second one with the same number was to take the place of the first, and still may.
     *
     * @param release that it was started from, where that is written down
     */
    void adopt(RunningReplica process, Optional<Release> release, boolean isWanted) {
        int number = process.identity().number();
        var replica = create(number, portName(number, process.identity().port()));
        if (!isWanted) {
            replica.adopt(process);
            replicas.leave(replica);
            return;
        }
        if (replicas.has(number)) {
            replica.usePolicy(policy().withAttempts(0));
        } else {
            proven = release;
        }
        replicas.setFor(number, process.identity().fingerprint(), release).add(replica);
        replica.adopt(process);
    }

    /** What the port is remembered under, from now on if it was not yet. */
    private String portName(int number, int port) {
        Optional<String> remembered = ports.nameOf(port);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        String name = replicas.freePortName(number);
        ports.claim(name, port);
        return name;
    }

    /** Brings the replicas to the number that is wanted, and a rollout forward. */
    void reconcile() {
        replicas.forgetGone(replica -> replica.number() > wanted || !ending);
        if (ending) {
            return;
        }
        advance();
        for (int number = 1; number <= wanted; number++) {
            if (!replicas.has(number)) {
                replicas.current().add(create(number));
            }
        }
        all().filter(replica -> replica.number() > wanted)
                .toList()
                .forEach(replica -> replica.handle(new Event.StopAsked()));
    }

    private void advance() {
        if (rollout == null && !replicas.doubled().isEmpty()) {
            begin(replicas.doubled(), replicas.current());
        }
        if (rollout != null) {
            RolloutRun advanced = rollout;
            advanced.advance().ifPresent(outcome -> finish(advanced, outcome));
        }
    }

    /** Stops every replica, and starts none any more. */
    void end(Event how) {
        ending = true;
        all().toList().forEach(replica -> replica.handle(how));
    }

    /**
     * Puts new replicas in the places of those that are chosen, once nothing else replaces replicas
     * of the service; of what is prepared now, even if it is what they were started from.
     *
     * @return completes when it is over; never, if the fleet is stopped before
     */
    CompletableFuture<Outcome> roll(Function<ServiceRun, List<Integer>> choice) {
        if (rollout != null) {
            return rollout.over().thenCompose(_ -> roll(choice));
        }
        List<Integer> numbers = choice.apply(this);
        ReplicaSet fresh = replicas.current();
        if (numbers.stream().anyMatch(fresh::has) || !fresh.release().equals(prepared.release())) {
            fresh = ReplicaSet.of(prepared.release());
            replicas.makeCurrent(fresh);
        }
        return begin(numbers, fresh).over();
    }

    private RolloutRun begin(List<Integer> numbers, ReplicaSet fresh) {
        // What is reached at a fixed port cannot run twice.
        var order = spec.protocol() == Protocol.HTTP ? Order.START_FIRST : Order.STOP_FIRST;
        var begun = new RolloutRun(new RolloutPolicy(order), this, replicas, numbers, fresh);
        rollout = begun;
        replicas.replaceBy(fresh);
        setting.notices().replicaChanged();
        return begun;
    }

    private void finish(RolloutRun finished, Outcome outcome) {
        rollout = null;
        replicas.settle();
        if (outcome.replaced() > 0) {
            proven = finished.fresh().release();
        }
        setting.notices().replicaChanged();
        finished.over().complete(outcome);
    }

    @Override
    public void takeBack(ReplicaSet failed) {
        if (isSuperseded(failed)) {
            ReplicaSet current = replicas.current();
            failed.giveTo(current, replica -> !current.has(replica.number()));
            return;
        }
        proven.ifPresent(
                release -> {
                    ReplicaSet set =
                            replicas.newest(
                                            each ->
                                                    each != failed
                                                            && each.isAsGoodAs(
                                                                    release.fingerprint()))
                                    .orElseGet(() -> ReplicaSet.of(proven));
                    replicas.makeCurrent(set);
                    failed.giveTo(set, _ -> true);
                    prepared = new Prepared.Startable(release);
                });
    }

    /** Something newer was prepared while it was rolled out, and is not to be given up with it. */
    private boolean isSuperseded(ReplicaSet set) {
        return prepared.release().stream().anyMatch(now -> !set.isAsGoodAs(now.fingerprint()));
    }

    ServiceStatus status() {
        List<ReplicaStatus> shown = replicas.counting().stream().map(ReplicaStatus::of).toList();
        return new ServiceStatus(spec.name(), wanted, build, spec.run().language(), shown);
    }

    /** Waiting replicas, for which something may have come to be there. */
    Stream<ReplicaRun> waiting() {
        return replicas.counting().stream().filter(r -> r.state() instanceof Waiting);
    }

    @Override
    public ReplicaRun create(int number) {
        return create(number, replicas.freePortName(number));
    }

    private ReplicaRun create(int number, String portName) {
        var replica =
                new ReplicaRun(
                        setting,
                        spec,
                        number,
                        ports.of(portName),
                        portName,
                        policy(),
                        this::releaseOf);
        if (spec.run() instanceof RunSpec.Url(URI address)) {
            int port = address.getPort();
            boolean secure = "https".equals(address.getScheme());
            replica.watch(address.getHost(), port >= 0 ? port : secure ? 443 : 80);
        }
        return replica;
    }

    @Override
    public ReplicaPolicy policy() {
        return ReplicaPolicy.of(spec, setting.config(), setting.random()::nextDouble);
    }
}
