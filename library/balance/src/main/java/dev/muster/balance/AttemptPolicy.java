package dev.muster.balance;

import dev.muster.balance.AttemptAction.Cancel;
import dev.muster.balance.AttemptAction.Examine;
import dev.muster.balance.AttemptAction.GiveUp;
import dev.muster.balance.AttemptAction.Judge;
import dev.muster.balance.AttemptAction.Judgement;
import dev.muster.balance.AttemptAction.PassOn;
import dev.muster.balance.AttemptAction.Reason;
import dev.muster.balance.AttemptAction.Start;
import dev.muster.balance.AttemptAction.Verdict;
import dev.muster.balance.Attempts.Phase;
import dev.muster.balance.RequestTraits.Effect;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Decides when a request is sent again and which answer its caller gets: a pure function of what
 * the request means, how its attempts stand, and what happened. The library's client and the
 * gateway carry its actions out, both alike (docs/adr/0018).
 *
 * <ul>
 *   <li>A request that reached nobody goes to another endpoint, whatever its method is; three
 *       attempts are the most.
 *   <li>One that may have been executed is sent again once, if executing it twice does what
 *       executing it once does, and never after a process that was executing it ended by itself.
 *       Where nobody can tell how the process ended, only a safe request without a body is.
 *   <li>It is sent beside an attempt that has stalled if it is safe, or if that was asked for (Dean
 *       and Barroso, <i>The Tail at Scale</i>).
 *   <li>The answer 4xx to a {@code PUT} or {@code DELETE} of which another attempt may have been
 *       executed may be the trace of its own success, and is never passed on: the item is gone
 *       because it was deleted. Where every other attempt has said that it did nothing, it is.
 *   <li>A service's own 5xx is passed on when the second attempt brings nothing better.
 * </ul>
 */
public final class AttemptPolicy {
    /** Enough to get past two endpoints that are gone and still published. */
    private static final int MOST = 3;

    private static final Attempts NONE = Attempts.first(RequestTraits.of("GET", false, false));

    /** Nearly every request: its first attempt is answered. */
    private static final Step FIRST_ANSWER = Step.over(List.of(new PassOn(0)));

    /** Of several failures, the caller is told the first of these: doubt before certainty. */
    private static final List<Phase> TOLD_FIRST =
            List.of(
                    Phase.ENDED,
                    Phase.DOUBTED,
                    Phase.LATE,
                    Phase.LOST,
                    Phase.DROPPED,
                    Phase.MALFORMED,
                    Phase.FAILED,
                    Phase.UNSENT);

    /**
     * What follows an event.
     *
     * @param over whether the request is answered or given up: its events mean nothing any more
     */
    public record Step(Attempts attempts, List<AttemptAction> actions, boolean over) {
        public Step {
            actions = List.copyOf(actions);
        }

        private static Step over(List<AttemptAction> actions) {
            return new Step(NONE, actions, true);
        }
    }

    private AttemptPolicy() {}

    /** What {@code event} makes of {@code attempts}. */
    public static Step next(Attempts attempts, AttemptEvent event) {
        return switch (event) {
            case AttemptEvent.Answered(int attempt, int status) ->
                    answered(attempts, attempt, status);
            case AttemptEvent.Unsent(int attempt) -> unsent(attempts.with(attempt, Phase.UNSENT));
            case AttemptEvent.Lost lost -> lost(attempts, lost);
            case AttemptEvent.Malformed(int attempt) ->
                    repeat(attempts.with(attempt, Phase.MALFORMED), Reason.BROKEN);
            case AttemptEvent.Late(int attempt) -> settle(attempts.with(attempt, Phase.LATE));
            case AttemptEvent.Failed(int attempt) -> settle(attempts.with(attempt, Phase.FAILED));
            case AttemptEvent.Stalled(int attempt) -> stalled(attempts, attempt);
            case AttemptEvent.Examined(int attempt, EndpointEnd end) ->
                    examined(attempts, attempt, end);
            case AttemptEvent.NotStarted(int attempt) -> settle(without(attempts, attempt));
            case AttemptEvent.Expired() -> expired(attempts);
        };
    }

    private static Step answered(Attempts attempts, int attempt, int status) {
        boolean isOnly = attempts.phases().size() == 1;
        if (Failure.isServerError(status)) {
            var held = attempts.with(attempt, Phase.ERRED);
            return attempts.isAnyLiveBeside(attempt)
                    ? settle(held)
                    : repeat(held, Reason.SERVER_ERROR);
        }
        if (isOnly) {
            return FIRST_ANSWER;
        }
        boolean mayBeATrace =
                attempts.traits().effect() == Effect.REPEATABLE
                        && status >= 400
                        && attempts.isInDoubtBeside(attempt);
        return mayBeATrace
                ? settle(attempts.with(attempt, Phase.DOUBTED))
                : passOn(attempts, attempt, Judgement.OUTDONE);
    }

    private static Step unsent(Attempts attempts) {
        boolean another = attempts.phases().size() < MOST && !attempts.has(Phase.ENDED);
        return another ? start(attempts, Reason.UNREACHABLE) : settle(attempts);
    }

    /** Before the request is given to anybody else it is found out what it may have done. */
    private static Step lost(Attempts attempts, AttemptEvent.Lost lost) {
        return mayRepeat(attempts)
                ? new Step(attempts.examined(lost), List.of(new Examine(lost.attempt())), false)
                : settle(attempts.with(lost.attempt(), Phase.LOST));
    }

    private static Step examined(Attempts attempts, int attempt, EndpointEnd end) {
        var traits = attempts.traits();
        boolean harmless = traits.effect() == Effect.SAFE && !traits.hasBody();
        return switch (end) {
            case RUNS ->
                    attempts.reused()
                            ? repeat(attempts.with(attempt, Phase.DROPPED), Reason.STALE)
                            : repeat(attempts.with(attempt, Phase.LOST), Reason.BROKEN);
            case EXITED ->
                    attempts.sentWhole()
                            ? settle(attempts.with(attempt, Phase.ENDED))
                            : repeat(attempts.with(attempt, Phase.LOST), Reason.BROKEN);
            case KILLED -> repeat(attempts.with(attempt, Phase.LOST), Reason.BROKEN);
            case UNKNOWN ->
                    harmless
                            ? repeat(
                                    attempts.with(attempt, Phase.LOST),
                                    attempts.reused() ? Reason.STALE : Reason.BROKEN)
                            : settle(attempts.with(attempt, Phase.LOST));
        };
    }

    private static Step stalled(Attempts attempts, int attempt) {
        if (attempts.phases().get(attempt) != Phase.WAITING) {
            return new Step(attempts, List.of(), false);
        }
        var waiting = attempts.with(attempt, Phase.STALLED);
        return attempts.traits().mayBeHedged() ? repeat(waiting, Reason.STALLED) : settle(waiting);
    }

    private static boolean mayRepeat(Attempts attempts) {
        return attempts.traits().effect() != Effect.ONCE
                && !attempts.repeated()
                && attempts.phases().size() < MOST;
    }

    private static Step repeat(Attempts attempts, Reason reason) {
        return mayRepeat(attempts) ? start(attempts, reason) : settle(attempts);
    }

    private static Step start(Attempts attempts, Reason reason) {
        int number = attempts.phases().size();
        return new Step(
                attempts.andAnother(reason != Reason.UNREACHABLE),
                List.of(new Start(number, reason)),
                false);
    }

    private static Attempts without(Attempts attempts, int notStarted) {
        return new Attempts(
                attempts.traits(),
                attempts.phases().subList(0, notStarted),
                attempts.sentWhole(),
                attempts.reused(),
                attempts.repeated());
    }

    /** Waits for what may come yet, or ends with the best there is. */
    private static Step settle(Attempts attempts) {
        int erred = attempts.last(Phase.ERRED);
        boolean isMoving = attempts.has(Phase.WAITING) || attempts.has(Phase.EXAMINED);
        // A held server error waits for no attempt that has stalled: that may never answer.
        if (isMoving || (attempts.has(Phase.STALLED) && erred < 0)) {
            return new Step(attempts, List.of(), false);
        }
        return end(attempts);
    }

    private static Step expired(Attempts attempts) {
        var late = attempts;
        for (int i = 0; i < late.phases().size(); i++) {
            if (late.phases().get(i).isLive()) {
                late = late.with(i, Phase.LATE);
            }
        }
        return end(late);
    }

    private static Step end(Attempts attempts) {
        int erred = attempts.last(Phase.ERRED);
        if (erred >= 0) {
            return passOn(attempts, erred, isAlone(attempts) ? Judgement.ALONE : Judgement.EXCUSED);
        }
        int doubted = attempts.last(Phase.DOUBTED);
        if (doubted >= 0 && !attempts.isInDoubtBeside(doubted)) {
            return passOn(attempts, doubted, Judgement.OUTDONE);
        }
        var actions = ended(attempts, OptionalInt.empty(), judgementOfFailure(attempts, doubted));
        actions.add(giveUp(attempts));
        return Step.over(actions);
    }

    private static Judgement judgementOfFailure(Attempts attempts, int doubted) {
        if (doubted >= 0) {
            return Judgement.OUTDONE;
        }
        return isAlone(attempts) ? Judgement.ALONE : Judgement.EXCUSED;
    }

    private static boolean isAlone(Attempts attempts) {
        return attempts.phases().stream().filter(Phase::isJudged).count() < 2;
    }

    private static Step passOn(Attempts attempts, int attempt, Judgement judgement) {
        var actions = ended(attempts, OptionalInt.of(attempt), judgement);
        actions.add(new PassOn(attempt));
        return Step.over(actions);
    }

    /** Judges every attempt that failed, and drops all but the one that is passed on. */
    private static List<AttemptAction> ended(
            Attempts attempts, OptionalInt kept, Judgement judgement) {
        var actions = new ArrayList<AttemptAction>();
        for (int i = 0; i < attempts.phases().size(); i++) {
            var phase = attempts.phases().get(i);
            boolean isKept = kept.isPresent() && kept.getAsInt() == i;
            if (phase.isJudged()) {
                actions.add(new Judge(i, judgement));
            }
            if (!isKept && (phase.isLive() || phase == Phase.ERRED || phase == Phase.DOUBTED)) {
                actions.add(new Cancel(i));
            }
        }
        return actions;
    }

    private static GiveUp giveUp(Attempts attempts) {
        boolean perhapsDone =
                attempts.traits().effect() != Effect.SAFE
                        && attempts.phases().stream().anyMatch(Phase::leavesDoubt);
        for (var phase : TOLD_FIRST) {
            int attempt = attempts.last(phase);
            if (attempt >= 0) {
                return new GiveUp(attempt, verdict(phase), perhapsDone);
            }
        }
        throw new IllegalStateException("nothing has failed: " + attempts);
    }

    private static Verdict verdict(Phase phase) {
        return switch (phase) {
            case ENDED -> Verdict.ENDED_ITS_REPLICA;
            case DOUBTED -> Verdict.TRACE_OF_ITSELF;
            case LATE -> Verdict.LATE;
            case LOST, DROPPED -> Verdict.LOST;
            case MALFORMED -> Verdict.MALFORMED;
            case UNSENT -> Verdict.UNREACHABLE;
            case FAILED, WAITING, STALLED, EXAMINED, ERRED -> Verdict.OURS;
        };
    }
}
