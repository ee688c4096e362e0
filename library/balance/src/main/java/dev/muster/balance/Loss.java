package dev.muster.balance;

/**
 * How an attempt ended without a response: what that says about its endpoint, and what it means for
 * whoever may send the request again.
 */
public enum Loss {
    /** No connection was made: nothing was sent. */
    UNREACHABLE,
    /** The attempt has used up its time. */
    LATE,
    /** The connection was lost: the request may have been executed. */
    LOST,
    /** What came back is not HTTP, or more than is taken. */
    MALFORMED,
    /** Our own side gave the attempt up: the endpoint has nothing to do with it. */
    OURS;

    /**
     * @param reason a few words for a log line
     */
    public Failure failure(String reason) {
        return switch (this) {
            case UNREACHABLE -> Failure.unreachable(reason);
            case LATE -> Failure.timedOut(reason);
            case LOST, MALFORMED, OURS -> Failure.broken(reason);
        };
    }

    /**
     * Tells {@code pick} of the failure, if what becomes of the request cannot change whose it is:
     * else {@link AttemptPolicy} judges it when that is known.
     */
    public void tell(Pick pick, Failure failure) {
        switch (this) {
            case UNREACHABLE, LATE -> pick.failed(failure);
            case OURS -> pick.abandoned();
            case LOST, MALFORMED -> {}
        }
    }

    /**
     * @param reused whether the connection had carried a request before
     * @param sentWhole whether the whole request had been sent
     */
    public AttemptEvent of(int attempt, boolean reused, boolean sentWhole) {
        return switch (this) {
            case UNREACHABLE -> new AttemptEvent.Unsent(attempt);
            case LATE -> new AttemptEvent.Late(attempt);
            case LOST -> new AttemptEvent.Lost(attempt, reused, sentWhole);
            case MALFORMED -> new AttemptEvent.Malformed(attempt);
            case OURS -> new AttemptEvent.Failed(attempt);
        };
    }
}
