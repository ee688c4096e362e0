package dev.muster.balance;

import java.util.ArrayList;
import java.util.List;

/**
 * How the attempts at one request stand. Immutable.
 *
 * @param phases of the attempts, by number
 * @param sentWhole the attempt that is examined had sent the whole request
 * @param reused it was on a connection that had been used before
 * @param repeated whether the request has been sent again although it may have been executed
 */
public record Attempts(
        RequestTraits traits,
        List<Phase> phases,
        boolean sentWhole,
        boolean reused,
        boolean repeated) {

    private static final List<Phase> ON_ITS_WAY = List.of(Phase.WAITING);

    /** How one attempt stands. */
    public enum Phase {
        /** It owes an answer. */
        WAITING,
        /** It owes an answer for long. */
        STALLED,
        /** Its connection was lost, and what became of its endpoint is being found out. */
        EXAMINED,
        /** Its answer, a server error, is held. */
        ERRED,
        /** Its answer is held, which may be the trace of what another attempt has done. */
        DOUBTED,
        /** It reached nobody. */
        UNSENT,
        /** Its connection was lost. */
        LOST,
        /** Its connection, used before, was closed by an endpoint that runs. */
        DROPPED,
        /** Its answer was not HTTP. */
        MALFORMED,
        /** It has used up its time. */
        LATE,
        /** Its endpoint ended by itself while it had the request. */
        ENDED,
        /** We gave it up. */
        FAILED;

        /** Whether something may come of it yet. */
        boolean isLive() {
            return this == WAITING || this == STALLED || this == EXAMINED;
        }

        /** Whether it may have executed the request, or may do so yet, and nobody knows. */
        boolean leavesDoubt() {
            return this != UNSENT && this != FAILED && this != DOUBTED;
        }

        /** Whether its endpoint gave no proper answer, which may be the request's fault. */
        boolean isJudged() {
            return this == ERRED || this == LOST || this == MALFORMED || this == ENDED;
        }
    }

    public Attempts {
        phases = List.copyOf(phases);
    }

    /** The first attempt is on its way. */
    public static Attempts first(RequestTraits traits) {
        return new Attempts(traits, ON_ITS_WAY, false, false, false);
    }

    boolean has(Phase phase) {
        return phases.contains(phase);
    }

    boolean isAnyLiveBeside(int attempt) {
        for (int i = 0; i < phases.size(); i++) {
            if (i != attempt && phases.get(i).isLive()) {
                return true;
            }
        }
        return false;
    }

    /** The newest attempt in {@code phase}, or -1. */
    int last(Phase phase) {
        return phases.lastIndexOf(phase);
    }

    /** Whether an attempt other than {@code attempt} may have executed the request. */
    boolean isInDoubtBeside(int attempt) {
        for (int i = 0; i < phases.size(); i++) {
            if (i != attempt && phases.get(i).leavesDoubt()) {
                return true;
            }
        }
        return false;
    }

    Attempts with(int attempt, Phase phase) {
        var changed = new ArrayList<>(phases);
        changed.set(attempt, phase);
        return new Attempts(traits, changed, sentWhole, reused, repeated);
    }

    Attempts examined(AttemptEvent.Lost lost) {
        var examined = with(lost.attempt(), Phase.EXAMINED);
        return new Attempts(
                traits, examined.phases, lost.sentWhole(), lost.reused(), examined.repeated);
    }

    Attempts andAnother(boolean repeats) {
        var more = new ArrayList<>(phases);
        more.add(Phase.WAITING);
        return new Attempts(traits, more, sentWhole, reused, repeated || repeats);
    }
}
