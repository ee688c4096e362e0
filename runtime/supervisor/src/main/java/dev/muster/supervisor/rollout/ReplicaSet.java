package dev.muster.supervisor.rollout;

import dev.muster.supervisor.release.Release;
import dev.muster.supervisor.replica.ReplicaRun;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The replicas of a service that are started from one release. Confined to the timeline's thread.
 */
public final class ReplicaSet {

    private final TreeMap<Integer, ReplicaRun> replicas = new TreeMap<>();
    private String fingerprint;
    private Optional<Release> release;

    /**
     * Of processes that an earlier agent started.
     *
     * @param release empty where it is not written down
     */
    ReplicaSet(String fingerprint, Optional<Release> release) {
        this.fingerprint = fingerprint;
        this.release = release;
    }

    /** Of a release, or of what is not prepared yet. */
    public static ReplicaSet of(Optional<Release> release) {
        return new ReplicaSet(release.map(Release::fingerprint).orElse(""), release);
    }

    /** What its replicas are started from; empty while nobody knows. */
    public Optional<Release> release() {
        return release;
    }

    /** Its replicas need not be replaced by those of a release with the fingerprint. */
    public boolean isAsGoodAs(String other) {
        return fingerprint.equals(other);
    }

    /** None of its replicas was started yet. */
    public boolean isUnprepared() {
        return fingerprint.isEmpty();
    }

    /** From now on its replicas are started from this one. */
    public void startFrom(Release newRelease) {
        fingerprint = newRelease.fingerprint();
        release = Optional.of(newRelease);
    }

    public boolean has(int number) {
        return replicas.containsKey(number);
    }

    Optional<ReplicaRun> replica(int number) {
        return Optional.ofNullable(replicas.get(number));
    }

    boolean holds(ReplicaRun replica) {
        return replicas.get(replica.number()) == replica;
    }

    boolean isEmpty() {
        return replicas.isEmpty();
    }

    public void add(ReplicaRun replica) {
        replicas.put(replica.number(), replica);
    }

    void remove(ReplicaRun replica) {
        replicas.remove(replica.number(), replica);
    }

    void removeIf(Predicate<ReplicaRun> condition) {
        replicas.values().removeIf(condition);
    }

    /** By number; a copy, because what is done about them changes which there are. */
    List<ReplicaRun> replicas() {
        return List.copyOf(replicas.values());
    }

    /** Gives those of its replicas that satisfy the condition to another set. */
    public void giveTo(ReplicaSet other, Predicate<ReplicaRun> condition) {
        List<ReplicaRun> given = replicas().stream().filter(condition).toList();
        given.forEach(this::remove);
        given.forEach(other::add);
    }
}
