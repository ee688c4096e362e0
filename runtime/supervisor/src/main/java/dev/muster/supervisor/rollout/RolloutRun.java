package dev.muster.supervisor.rollout;

import dev.muster.fleet.Cause;
import dev.muster.supervisor.replica.ReplicaPolicy;
import dev.muster.supervisor.replica.ReplicaRun;
import dev.muster.supervisor.replica.ReplicaState;
import dev.muster.supervisor.replica.ReplicaState.Event;
import dev.muster.supervisor.replica.ReplicaState.GaveUp;
import dev.muster.supervisor.replica.ReplicaState.Stopped;
import dev.muster.supervisor.replica.ReplicaState.Waiting;
import dev.muster.supervisor.rollout.ReplicaSets.Fresh;
import dev.muster.supervisor.rollout.ReplicaSets.Old;
import dev.muster.supervisor.rollout.Rollout.Outcome;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One rollout on its way: shows {@link RolloutPolicy} how the replicas are and does what it asks
 * for. Confined to the timeline's thread.
 */
public final class RolloutRun {

    private final RolloutPolicy policy;
    private final Service service;
    private final ServiceReplicas replicas;
    private final ReplicaSet fresh;
    private final CompletableFuture<Outcome> over = new CompletableFuture<>();
    private Rollout rollout;

    /** What it needs of the service whose replicas it replaces. */
    public interface Service {
        /** A new replica, with a port of its own. */
        ReplicaRun create(int number);

        /** Of its replicas. */
        ReplicaPolicy policy();

        /** No replica of the set got ready: the service goes on with what it ran before. */
        void takeBack(ReplicaSet failed);
    }

    /**
     * @param numbers of the replicas to be replaced, in this order
     * @param fresh the set whose replicas take the places of all others
     */
    public RolloutRun(
            RolloutPolicy policy,
            Service service,
            ServiceReplicas replicas,
            List<Integer> numbers,
            ReplicaSet fresh) {
        this.policy = policy;
        this.service = service;
        this.replicas = replicas;
        this.fresh = fresh;
        this.rollout = Rollout.of(numbers);
    }

    public ReplicaSet fresh() {
        return fresh;
    }

    /** Completes when it is over; never, if the fleet is stopped before. */
    public CompletableFuture<Outcome> over() {
        return over;
    }

    /**
     * Does what is to be done now.
     *
     * @return how it ended, if it did
     */
    public Optional<Outcome> advance() {
        var decision = policy.next(rollout, sets());
        rollout = decision.rollout();
        decision.actions().forEach(this::perform);
        return decision.outcome();
    }

    private ReplicaSets sets() {
        var old = new HashMap<Integer, Old>();
        others().filter(replica -> !replica.isStopping())
                .forEach(replica -> old.merge(replica.number(), old(replica), RolloutRun::better));
        var coming = new HashMap<Integer, Fresh>();
        fresh.replicas().stream()
                .filter(replica -> !replica.isStopping())
                .forEach(replica -> coming.put(replica.number(), fresh(replica.state())));
        return new ReplicaSets(old, coming, replicas.leavingNumbers());
    }

    private Stream<ReplicaRun> others() {
        return replicas.setsBut(fresh).stream().flatMap(set -> set.replicas().stream());
    }

    private static Old old(ReplicaRun replica) {
        return replica.isReady() ? Old.READY : Old.NOT_READY;
    }

    private static Old better(Old one, Old other) {
        return one == Old.READY ? one : other;
    }

    private static Fresh fresh(ReplicaState state) {
        boolean lacksPart =
                state instanceof Waiting waiting && waiting.obstacle() instanceof Cause.Part;
        if (state instanceof ReplicaState.Ready) {
            return new Fresh.Ready();
        }
        return lacksPart || state.failures() > 0
                ? new Fresh.Failed(problem(state))
                : new Fresh.Coming();
    }

    private static Cause problem(ReplicaState state) {
        return switch (state) {
            case GaveUp gaveUp -> gaveUp.last();
            default -> state.cause().orElseGet(Cause.Stopped::new);
        };
    }

    private void perform(RolloutAction action) {
        switch (action) {
            case RolloutAction.StartBeside(int number) -> startBeside(number);
            case RolloutAction.TakeOver(int number) -> takeOver(number);
            case RolloutAction.StopOld(int number) ->
                    others(number).forEach(old -> old.handle(new Event.StopAsked()));
            case RolloutAction.StartInPlace(int number) -> fresh.add(service.create(number));
            case RolloutAction.StopNew(int number) ->
                    fresh.replica(number).ifPresent(replicas::leave);
            case RolloutAction.TakeBack() -> service.takeBack(fresh);
        }
    }

    private List<ReplicaRun> others(int number) {
        return others().filter(replica -> replica.number() == number).toList();
    }

    /** It has one try, for as long as the old one serves. */
    private void startBeside(int number) {
        ReplicaRun replica = service.create(number);
        replica.usePolicy(service.policy().withAttempts(0));
        fresh.add(replica);
        replica.handle(new Event.Admitted());
    }

    private void takeOver(int number) {
        ReplicaRun replica = fresh.replica(number).orElseThrow();
        replica.usePolicy(service.policy());
        for (ReplicaRun old : others(number)) {
            replicas.leave(old);
            replica.sharesLogUntil(old.when(Stopped.class::isInstance));
        }
    }
}
