package dev.muster.balance;

/** What became of the process behind an endpoint whose connection was lost. */
public enum EndpointEnd {
    /** It runs: the connection alone was lost. */
    RUNS,
    /** It was ended from outside, by a signal or by whoever supervises it. */
    KILLED,
    /**
     * It ended by itself: it exited, ran out of memory or crashed. The request that it was
     * executing may be why.
     */
    EXITED,
    /** Nobody can tell. */
    UNKNOWN
}
