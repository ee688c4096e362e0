package dev.muster.supervisor.probe;

import dev.muster.fleet.Cause;

/** What a probe met. */
public sealed interface ProbeResult {

    /**
     * @param host at which the replica answered: one of the two loopback addresses
     */
    record Passed(String host) implements ProbeResult {}

    record Failed(Cause.ProbeFailure why) implements ProbeResult {}

    /** It answered, and it is not yet sure that what answered stays. */
    record Held(Cause.ProbeFailure why) implements ProbeResult {}
}
