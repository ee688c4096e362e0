package dev.muster.supervisor.probe;

/** What a probe met. */
public sealed interface ProbeResult {

    /**
     * @param host at which the replica answered: one of the two loopback addresses
     */
    record Passed(String host) implements ProbeResult {}

    /**
     * @param reason such as "GET /health/ready answered 503"
     * @param isRefused whether nobody listens there
     */
    record Failed(String reason, boolean isRefused) implements ProbeResult {}

    /**
     * It answered, and it is not yet sure that what answered stays.
     *
     * @param reason such as "node (pid 4711) answers, which the program started; ..."
     */
    record Held(String reason) implements ProbeResult {}
}
