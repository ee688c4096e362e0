package dev.muster.balance;

/**
 * What is to be done about a request that is on its way, in the order given. {@link Start}, {@link
 * PassOn} and {@link GiveUp} come last and at most once in a step.
 */
public sealed interface AttemptAction {
    /**
     * Send the request to another endpoint, and from then on tell {@link AttemptEvent.Stalled}
     * once, should the answer be owed for long.
     */
    record Start(int attempt, Reason reason) implements AttemptAction {}

    /** Find out what became of the attempt's endpoint, within a few hundred milliseconds. */
    record Examine(int attempt) implements AttemptAction {}

    /** Drop the attempt, or the answer that is held of it. */
    record Cancel(int attempt) implements AttemptAction {}

    /** What the attempt's failure says about its endpoint; told once of each that failed. */
    record Judge(int attempt, Judgement judgement) implements AttemptAction {}

    /** Give the caller this attempt's response. */
    record PassOn(int attempt) implements AttemptAction {}

    /**
     * Tell the caller that there is no answer.
     *
     * @param attempt the one that {@code verdict} is about
     * @param perhapsDone whether the request, which is not safe, may have been executed
     */
    record GiveUp(int attempt, Verdict verdict, boolean perhapsDone) implements AttemptAction {}

    /** Why another attempt is made. */
    enum Reason {
        /** The one before reached nobody. Costs nothing of the retry budget. */
        UNREACHABLE,
        /**
         * A connection that had been used before was closed by an endpoint that runs: it may be
         * asked again itself.
         */
        STALE,
        /** The one before was lost, or answered with something that is not HTTP. */
        BROKEN,
        /** The one before was answered with a server error. */
        SERVER_ERROR,
        /** The one before still owes its answer, and goes on beside the new one. */
        STALLED
    }

    /** What a failure says about an endpoint. */
    enum Judgement {
        /** Nothing: another endpoint failed at the same request too. */
        EXCUSED,
        /** Perhaps something: nobody else was asked. */
        ALONE,
        /** Something: another endpoint answered the same request properly. */
        OUTDONE
    }

    /** Why there is no answer. */
    enum Verdict {
        /** Nobody could be connected to. */
        UNREACHABLE,
        /** The connection was lost while the request may have been executing. */
        LOST,
        /**
         * The process that was executing the request ended by itself; it is not given to another.
         */
        ENDED_ITS_REPLICA,
        /** What came back is not HTTP. */
        MALFORMED,
        /** No answer came in time. */
        LATE,
        /** The only answer may be the trace of the request's own success. */
        TRACE_OF_ITSELF,
        /** It failed for a reason of our own. */
        OURS
    }
}
