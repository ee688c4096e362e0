package dev.muster.supervisor.rollout;

import dev.muster.supervisor.rollout.ReplicaSets.Fresh;
import dev.muster.supervisor.rollout.ReplicaSets.Old;
import dev.muster.supervisor.rollout.Rollout.Failure;
import dev.muster.supervisor.rollout.Rollout.Outcome;
import dev.muster.supervisor.rollout.Rollout.Step;
import dev.muster.supervisor.rollout.RolloutAction.StartBeside;
import dev.muster.supervisor.rollout.RolloutAction.StartInPlace;
import dev.muster.supervisor.rollout.RolloutAction.StopNew;
import dev.muster.supervisor.rollout.RolloutAction.StopOld;
import dev.muster.supervisor.rollout.RolloutAction.TakeBack;
import dev.muster.supervisor.rollout.RolloutAction.TakeOver;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Decides how the replicas of a new set take the places of old ones: a pure function of how far the
 * rollout is and of how both sets are. It is told how they are and not what happened to them, so a
 * change that it was not told of, or twice, makes no difference, and a rollout that an earlier
 * agent began is one whose new set has replicas already.
 *
 * <ul>
 *   <li>Replicas are replaced one after another, each only when the one before is.
 *   <li>Started first: one that serves is stopped when the new one is ready. One that serves nobody
 *       is stopped first all the same, because there is nothing to lose.
 *   <li>Stopped first: what is reached at a fixed port cannot run twice.
 *   <li>The first new replica that fails ends the rollout; the old ones that are left go on. A
 *       release of which no replica got ready is not started from any more.
 * </ul>
 */
public record RolloutPolicy(Order order) {

    /** Which of the two is done first about a replica that serves. */
    public enum Order {
        START_FIRST,
        STOP_FIRST
    }

    /**
     * What follows.
     *
     * @param outcome empty while it goes on
     */
    public record Decision(
            Rollout rollout, List<RolloutAction> actions, Optional<Outcome> outcome) {
        public Decision {
            actions = List.copyOf(actions);
        }
    }

    /** What is to be done about a rollout now that the sets are so. */
    public Decision next(Rollout rollout, ReplicaSets sets) {
        if (rollout.left().isEmpty()) {
            return new Decision(
                    rollout,
                    List.of(),
                    Optional.of(new Outcome(rollout.replaced(), Optional.empty())));
        }
        int number = rollout.left().getFirst();
        if (sets.leaving().contains(number)) {
            return stay(rollout);
        }
        Old old = sets.old().get(number);
        Fresh fresh = sets.fresh().get(number);
        return switch (rollout.step()) {
            case Step.Next() when old == null -> next(rollout.next(0), sets);
            case Step.Next() when fresh != null -> beside(rollout, number, old, fresh, sets);
            case Step.Next() -> begin(rollout, number, old);
            case Step.Beside() -> beside(rollout, number, old, fresh, sets);
            case Step.Retiring() -> next(rollout.next(1), sets);
            case Step.Clearing() -> act(rollout.at(new Step.InPlace()), new StartInPlace(number));
            case Step.InPlace() -> inPlace(rollout, number, fresh, sets);
            case Step.Withdrawing(var cause) ->
                    failed(rollout, new Failure(number, old != null, cause));
        };
    }

    private Decision begin(Rollout rollout, int number, Old old) {
        return order == Order.START_FIRST && old == Old.READY
                ? act(rollout.at(new Step.Beside()), new StartBeside(number))
                : act(rollout.at(new Step.Clearing()), new StopOld(number));
    }

    private Decision beside(
            Rollout rollout,
            int number,
            @Nullable Old old,
            @Nullable Fresh fresh,
            ReplicaSets sets) {
        return switch (fresh) {
            // The service has fewer replicas by now.
            case null -> next(rollout.next(0), sets);
            case Fresh.Coming() -> stay(rollout.at(new Step.Beside()));
            case Fresh.Ready() when old == null -> next(rollout.next(1), sets);
            case Fresh.Ready() -> act(rollout.at(new Step.Retiring()), new TakeOver(number));
            case Fresh.Failed(var cause) ->
                    act(rollout.at(new Step.Withdrawing(cause)), new StopNew(number));
        };
    }

    private Decision inPlace(Rollout rollout, int number, @Nullable Fresh fresh, ReplicaSets sets) {
        return switch (fresh) {
            case null -> next(rollout.next(0), sets);
            case Fresh.Coming() -> stay(rollout);
            case Fresh.Ready() -> next(rollout.next(1), sets);
            case Fresh.Failed(var cause) -> failed(rollout, new Failure(number, false, cause));
        };
    }

    private static Decision stay(Rollout rollout) {
        return new Decision(rollout, List.of(), Optional.empty());
    }

    private static Decision act(Rollout rollout, RolloutAction action) {
        return new Decision(rollout, List.of(action), Optional.empty());
    }

    private static Decision failed(Rollout rollout, Failure failure) {
        return new Decision(
                rollout,
                rollout.replaced() == 0 ? List.of(new TakeBack()) : List.of(),
                Optional.of(new Outcome(rollout.replaced(), Optional.of(failure))));
    }
}
