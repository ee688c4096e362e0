package dev.muster.supervisor;

import dev.muster.fleet.Cause;
import dev.muster.fleet.RunSpec;
import dev.muster.fleet.ServiceSpec;
import dev.muster.fleet.ServiceSpec.Protocol;
import dev.muster.supervisor.FleetStatus.Phase;
import dev.muster.supervisor.FleetStatus.ReplicaStatus;
import dev.muster.supervisor.FleetStatus.ServiceStatus;
import dev.muster.supervisor.ReplicaState.Event;
import dev.muster.supervisor.ReplicaState.GaveUp;
import dev.muster.supervisor.ReplicaState.Stopped;
import dev.muster.supervisor.ReplicaState.Waiting;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** One service being run: as many replicas as are wanted. Confined to the timeline's thread. */
final class ServiceRun {

    private final ReplicaSetting setting;
    private final ServiceSpec spec;
    private final TreeMap<Integer, ReplicaRun> replicas = new TreeMap<>();

    /** Replicas that others took the place of, until they are gone. */
    private final List<ReplicaRun> leaving = new ArrayList<>();

    /** Replicas on their way to take the place of others. */
    private final List<ReplicaRun> coming = new ArrayList<>();

    private int wanted;
    private boolean ending;
    private Prepared prepared;

    ServiceRun(ReplicaSetting setting, ServiceSpec spec, Prepared prepared) {
        this.setting = setting;
        this.spec = spec;
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

    void prepared(Prepared newlyPrepared) {
        prepared = newlyPrepared;
    }

    /** Completes when no replica is on its way to being ready any more. */
    CompletableFuture<Void> started() {
        return CompletableFuture.allOf(
                replicas.values().stream()
                        .map(replica -> replica.when(s -> s.phase() != Phase.STARTING))
                        .toArray(CompletableFuture<?>[]::new));
    }

    /** Numbers of all its replicas. */
    List<Integer> numbers() {
        return List.copyOf(replicas.keySet());
    }

    /** Numbers of the replicas that run something else than would be started now. */
    List<Integer> outdated() {
        return prepared instanceof Prepared.Startable(var plan, var _, var _)
                ? replicas.values().stream()
                        .filter(replica -> replica.runsOtherThan(plan.fingerprint()))
                        .map(ReplicaRun::number)
                        .toList()
                : List.of();
    }

    boolean hasReady() {
        return replicas.values().stream().anyMatch(ReplicaRun::isReady);
    }

    /** Its replicas are processes of this machine. */
    boolean isRunHere() {
        return switch (spec.run()) {
            case RunSpec.Project _, RunSpec.Jar _, RunSpec.Command _ -> true;
            case RunSpec.Image _, RunSpec.Url _ -> false;
        };
    }

    /** Nothing of it runs. */
    boolean isStill() {
        return all().allMatch(ReplicaRun::isStill);
    }

    Collection<ReplicaRun> replicas() {
        return replicas.values();
    }

    /** Every replica that may have a process. */
    Stream<ReplicaRun> all() {
        return Stream.of(replicas.values(), leaving, coming).flatMap(Collection::stream);
    }

    /**
     * Takes over a process of an earlier agent; what is not wanted is stopped with all grace. The
     * second one with the same number was to take the place of the first, and still may.
     */
    void adopt(ReplicaProcess process, boolean isWanted) {
        int number = process.identity().number();
        String name = spec.name() + "-" + number;
        boolean onSecondPort = process.identity().port() != setting.ports().of(name);
        var replica = create(number, onSecondPort ? secondPort(name) : name);
        replica.adopt(process);
        if (!isWanted) {
            var _ = leave(replica);
        } else if (replicas.containsKey(number)) {
            var _ = replaceWhenReady(replica);
        } else {
            replicas.put(number, replica);
        }
    }

    /** Brings the replicas to the number that is wanted. */
    void reconcile() {
        leaving.removeIf(ReplicaRun::isGone);
        replicas.values()
                .removeIf(replica -> replica.isGone() && (replica.number() > wanted || !ending));
        if (ending) {
            return;
        }
        for (int number = 1; number <= wanted; number++) {
            replicas.computeIfAbsent(number, n -> create(n, spec.name() + "-" + n));
        }
        List.copyOf(replicas.tailMap(wanted, false).values())
                .forEach(replica -> replica.handle(new Event.StopAsked()));
    }

    /** Stops every replica, and starts none any more. */
    void end(Event how) {
        ending = true;
        all().toList().forEach(replica -> replica.handle(how));
    }

    /**
     * Puts a new replica in the place of one. A replica that answers HTTP is replaced once the new
     * one, on its second port, is ready; one that is reached at a fixed port is stopped first.
     *
     * @return completes with why the new one is not ready, or with empty when it is
     */
    CompletableFuture<Optional<Cause>> replace(int number) {
        ReplicaRun old = replicas.get(number);
        if (old == null || ending) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        boolean overlaps = old.isReady() && spec.protocol() == Protocol.HTTP;
        return overlaps ? replaceOverlapping(old) : replaceInPlace(old);
    }

    private CompletableFuture<Optional<Cause>> replaceOverlapping(ReplicaRun old) {
        String name = old.name();
        var fresh = create(old.number(), old.portName().equals(name) ? secondPort(name) : name);
        fresh.handle(new Event.Admitted());
        return replaceWhenReady(fresh);
    }

    private CompletableFuture<Optional<Cause>> replaceWhenReady(ReplicaRun fresh) {
        fresh.usePolicy(policy().withAttempts(0));
        coming.add(fresh);
        return fresh.when(state -> !state.runs() || state.phase() == Phase.READY)
                .thenCompose(
                        state -> {
                            coming.remove(fresh);
                            if (state.phase() != Phase.READY) {
                                return leave(fresh).thenApply(_ -> Optional.of(problem(state)));
                            }
                            fresh.usePolicy(policy());
                            ReplicaRun old = replicas.put(fresh.number(), fresh);
                            if (old == null) {
                                return CompletableFuture.completedFuture(Optional.empty());
                            }
                            CompletableFuture<ReplicaState> gone = leave(old);
                            fresh.sharesLogUntil(gone);
                            return gone.thenApply(_ -> Optional.empty());
                        });
    }

    /** Stops a replica that has no place any more; completes when it is stopped. */
    private CompletableFuture<ReplicaState> leave(ReplicaRun replica) {
        leaving.add(replica);
        replica.handle(new Event.StopAsked());
        setting.notices().replicaChanged();
        return replica.when(Stopped.class::isInstance);
    }

    private CompletableFuture<Optional<Cause>> replaceInPlace(ReplicaRun old) {
        old.handle(new Event.StopAsked());
        return old.when(Stopped.class::isInstance)
                .thenCompose(
                        _ -> {
                            if (ending) {
                                return CompletableFuture.completedFuture(Optional.empty());
                            }
                            var fresh = create(old.number(), old.portName());
                            fresh.startAfter(old);
                            replicas.put(old.number(), fresh);
                            setting.notices().replicaChanged();
                            return fresh.when(ServiceRun::hasShownItself)
                                    .thenApply(
                                            state ->
                                                    state.phase() == Phase.READY
                                                            ? Optional.empty()
                                                            : Optional.of(problem(state)));
                        });
    }

    /** It is ready, or it failed, or it cannot start here. */
    private static boolean hasShownItself(ReplicaState state) {
        boolean lacksPart =
                state instanceof Waiting waiting && waiting.obstacle() instanceof Cause.Part;
        return state.phase() == Phase.READY
                || state.failures() > 0
                || lacksPart
                || state instanceof Stopped;
    }

    private static Cause problem(ReplicaState state) {
        return switch (state) {
            case GaveUp gaveUp -> gaveUp.last();
            default -> state.cause().orElseGet(Cause.Stopped::new);
        };
    }

    ServiceStatus status() {
        Stream<ReplicaStatus> shown = replicas.values().stream().map(ReplicaRun::status);
        return new ServiceStatus(
                spec.name(), wanted, prepared.build(), prepared.language(), shown.toList());
    }

    /** Waiting replicas, for which something may have come to be there. */
    Stream<ReplicaRun> waiting() {
        return replicas.values().stream().filter(r -> r.state() instanceof Waiting);
    }

    private ReplicaRun create(int number, String portName) {
        var replica = new ReplicaRun(setting, spec, number, portName, policy());
        if (spec.run() instanceof RunSpec.Url(URI address)) {
            int port = address.getPort();
            boolean secure = "https".equals(address.getScheme());
            replica.watch(address.getHost(), port >= 0 ? port : secure ? 443 : 80);
        }
        return replica;
    }

    private ReplicaPolicy policy() {
        return ReplicaPolicy.of(
                spec, setting.config(), () -> ThreadLocalRandom.current().nextDouble());
    }

    private static String secondPort(String replica) {
        return replica + "/second";
    }
}
