package dev.muster.balance;

/** What happens to a request that is on its way; attempts are numbered from 0. */
public sealed interface AttemptEvent {
    /** The head of a response has come. */
    record Answered(int attempt, int status) implements AttemptEvent {}

    /** No connection was made: nothing was sent. */
    record Unsent(int attempt) implements AttemptEvent {}

    /**
     * The connection was lost before the response was there: the request may have been executed.
     *
     * @param reused whether the connection had carried a request before, so that its end may have
     *     been under way already
     * @param sentWhole whether the whole request had been sent
     */
    record Lost(int attempt, boolean reused, boolean sentWhole) implements AttemptEvent {}

    /** What came back is not HTTP. */
    record Malformed(int attempt) implements AttemptEvent {}

    /** The attempt has used up its time. */
    record Late(int attempt) implements AttemptEvent {}

    /** The attempt failed for a reason of our own. */
    record Failed(int attempt) implements AttemptEvent {}

    /** The attempt has owed its answer for longer than the service usually takes. */
    record Stalled(int attempt) implements AttemptEvent {}

    /** The answer to {@link AttemptAction.Examine}. */
    record Examined(int attempt, EndpointEnd end) implements AttemptEvent {}

    /**
     * {@link AttemptAction.Start} could not be carried out: there is no other endpoint, the budget
     * has no retry left, or the request is no longer at hand whole.
     */
    record NotStarted(int attempt) implements AttemptEvent {}

    /** The time of the whole call is over, and every attempt that ran has been dropped. */
    record Expired() implements AttemptEvent {}
}
