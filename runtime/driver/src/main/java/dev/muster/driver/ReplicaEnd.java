package dev.muster.driver;

/**
 * What became of the process behind an endpoint, for whoever had a request on its way to it: a
 * process that the request itself may have ended must not be followed by another one.
 */
public sealed interface ReplicaEnd {

    /** It runs: what was cut was cut by a process that goes on. */
    record Alive() implements ReplicaEnd {}

    /**
     * It ended by itself, or crashed.
     *
     * @param status of its exit, 128 + n after signal n of its own making, such as 11
     */
    record Exited(int status) implements ReplicaEnd {}

    /** The kernel killed it because memory was short. */
    record OutOfMemory() implements ReplicaEnd {}

    /**
     * It was killed by someone else, or the supervisor told it to stop: nothing that it was asked
     * is to blame.
     */
    record FromOutside(int signal) implements ReplicaEnd {}

    /** It is no process of this supervisor, or nobody saw how it ended. */
    record Unknown() implements ReplicaEnd {}
}
