package dev.muster.gateway.proxy;

import dev.muster.balance.AttemptAction.Verdict;
import dev.muster.gateway.policy.Problem;

/** What the edge answers for a service that did not. */
final class Unanswered {
    private Unanswered() {}

    /**
     * What a client is told when no attempt at {@code service} was answered.
     *
     * @param attempt the one whose failure is told
     * @param perhapsDone whether the request, which changes something, may have been carried out
     */
    static Problem problem(String service, Verdict verdict, Attempt attempt, boolean perhapsDone) {
        var doubt = perhapsDone ? " The request may have been carried out." : "";
        return switch (verdict) {
            case UNREACHABLE ->
                    Problem.unavailable("No replica of " + service + " can be connected to.");
            case LATE -> Problem.of(504, service + " did not answer in time." + doubt);
            case MALFORMED ->
                    attempt.isHeadTooLarge()
                            ? Problem.of(
                                    502,
                                    service + " answered, but " + attempt.trouble() + "." + doubt)
                            : Problem.of(
                                    502,
                                    service + " sent a response that is not valid HTTP." + doubt);
            case LOST ->
                    Problem.of(502, service + " closed the connection before it answered." + doubt);
            case ENDED_ITS_REPLICA ->
                    Problem.of(
                            502,
                            "A replica of "
                                    + service
                                    + " ended while it had this request, which is therefore sent to"
                                    + " no other."
                                    + doubt);
            case TRACE_OF_ITSELF ->
                    Problem.of(
                            502,
                            service
                                    + " did not answer the request properly at first, and what it"
                                    + " answered when it was sent again may be the result of the"
                                    + " first time."
                                    + doubt);
            case OURS ->
                    Problem.of(
                            502, "The request could not be passed on to " + service + "." + doubt);
        };
    }
}
