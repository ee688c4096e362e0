package dev.muster.supervisor.rollout;

import dev.muster.fleet.Cause;

import java.util.List;
import java.util.Optional;

/**
 * How far a rollout is. A value; what follows is decided by {@link RolloutPolicy}.
 *
 * @param left numbers of the replicas still to be replaced, the next one first
 * @param step what is being done about the first of them
 * @param replaced how many were
 */
public record Rollout(List<Integer> left, Step step, int replaced) {

    public Rollout {
        left = List.copyOf(left);
    }

    /** One of which nothing is done yet. */
    public static Rollout of(List<Integer> numbers) {
        return new Rollout(numbers, new Step.Next(), 0);
    }

    /** What is being done about one replica. */
    public sealed interface Step {
        /** Nothing yet. */
        record Next() implements Step {}

        /** A new one starts beside it. */
        record Beside() implements Step {}

        /** The new one took its place, and it is being stopped. */
        record Retiring() implements Step {}

        /** It is being stopped, so that a new one can start in its place. */
        record Clearing() implements Step {}

        /** A new one starts where it was. */
        record InPlace() implements Step {}

        /**
         * The new one failed beside it, and is being stopped.
         *
         * @param cause why the new one did not get ready
         */
        record Withdrawing(Cause cause) implements Step {}
    }

    /**
     * How a rollout ended.
     *
     * @param replaced how many replicas were
     * @param failure at which it stopped
     */
    public record Outcome(int replaced, Optional<Failure> failure) {}

    /**
     * @param number of the replica whose new one did not get ready
     * @param oldGoesOn whether the old one runs on; else it was stopped first
     * @param cause why the new one did not
     */
    public record Failure(int number, boolean oldGoesOn, Cause cause) {}

    Rollout at(Step newStep) {
        return new Rollout(left, newStep, replaced);
    }

    /** The first of those left is done with. */
    Rollout next(int more) {
        return new Rollout(left.subList(1, left.size()), new Step.Next(), replaced + more);
    }
}
