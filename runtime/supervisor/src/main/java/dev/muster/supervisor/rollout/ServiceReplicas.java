package dev.muster.supervisor.rollout;

import dev.muster.fleet.ReplicaName;
import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaRun;
import dev.muster.supervisor.replica.ReplicaState.Event;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The replicas of one service: one set, two during a rollout, and those that leave. Confined to the
 * timeline's thread.
 */
public final class ServiceReplicas {

    private final String service;

    /** What is missing is started in the last one. */
    private final List<ReplicaSet> sets = new ArrayList<>();

    /** Replicas that have no place any more, until they are gone. */
    private final List<ReplicaRun> leaving = new ArrayList<>();

    /** The set whose replicas take the places of the others', during a rollout. */
    private @Nullable ReplicaSet fresh;

    public ServiceReplicas(String service) {
        this.service = service;
        sets.add(ReplicaSet.of(Optional.empty()));
    }

    public ReplicaSet current() {
        return sets.getLast();
    }

    public void makeCurrent(ReplicaSet set) {
        sets.remove(set);
        sets.add(set);
    }

    /** The newest set that satisfies the condition. */
    public Optional<ReplicaSet> newest(Predicate<ReplicaSet> condition) {
        return sets.reversed().stream().filter(condition).findFirst();
    }

    public List<ReplicaSet> setsBut(ReplicaSet one) {
        return sets.stream().filter(set -> set != one).toList();
    }

    /**
     * The set of a process that an earlier agent started. A second one with the same number was to
     * take the place of the first: it is of a newer set, be it of the same release.
     */
    public ReplicaSet setFor(int number, String fingerprint, Optional<Release> release) {
        Optional<ReplicaSet> known =
                sets.reversed().stream()
                        .takeWhile(set -> !set.has(number))
                        .filter(set -> set.isAsGoodAs(fingerprint))
                        .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        var set = new ReplicaSet(fingerprint, release);
        sets.add(set);
        return set;
    }

    public Optional<ReplicaSet> setOf(ReplicaRun replica) {
        return sets.stream().filter(set -> set.holds(replica)).findFirst();
    }

    public Stream<Release> releases() {
        return sets.stream().flatMap(set -> set.release().stream());
    }

    /** The replicas of the set take the places of the others, one after another. */
    public void replaceBy(ReplicaSet newSet) {
        fresh = newSet;
    }

    /** No replica takes the place of another any more. */
    public void settle() {
        fresh = null;
    }

    /** Those that count, by number: an old one for as long as none took its place. */
    public Collection<ReplicaRun> counting() {
        var counting = new TreeMap<Integer, ReplicaRun>();
        Stream.concat(
                        sets.stream().filter(set -> set != fresh),
                        Optional.ofNullable(fresh).stream())
                .flatMap(set -> set.replicas().stream())
                .forEach(replica -> counting.putIfAbsent(replica.number(), replica));
        return counting.values();
    }

    /** Every replica that may have a process. */
    public Stream<ReplicaRun> all() {
        return Stream.concat(
                sets.stream().flatMap(set -> set.replicas().stream()), leaving.stream());
    }

    public boolean has(int number) {
        return sets.stream().anyMatch(set -> set.has(number));
    }

    /** Numbers of replicas beside which an earlier agent had started others, to replace them. */
    public List<Integer> doubled() {
        return counting().stream()
                .map(ReplicaRun::number)
                .filter(number -> sets.stream().filter(set -> set.has(number)).count() > 1)
                .toList();
    }

    /** Stops a replica that has no place any more. */
    public void leave(ReplicaRun replica) {
        sets.forEach(set -> set.remove(replica));
        leaving.add(replica);
        replica.handle(new Event.StopAsked());
    }

    /** Numbers of those that are being stopped for good. */
    Set<Integer> leavingNumbers() {
        return all().filter(ReplicaRun::isStopping)
                .map(ReplicaRun::number)
                .collect(Collectors.toSet());
    }

    /** Forgets those that left, and of those with a place the ones that are gone and let go. */
    public void forgetGone(Predicate<ReplicaRun> letGo) {
        leaving.removeIf(ReplicaRun::isGone);
        sets.forEach(set -> set.removeIf(replica -> replica.isGone() && letGo.test(replica)));
        if (fresh == null) {
            sets.removeIf(set -> set.isEmpty() && set != current());
        }
    }

    /**
     * What the port of a new replica is remembered under: a service has as many names as it has
     * replicas, and as many more as run beside others.
     */
    public String freePortName(int number) {
        Set<String> taken = all().map(ReplicaRun::portName).collect(Collectors.toSet());
        return IntStream.concat(IntStream.of(number), IntStream.iterate(1, next -> next + 1))
                .mapToObj(slot -> new ReplicaName(service, slot).toString())
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }
}
