package dev.muster.supervisor;

import dev.muster.fleet.Cause;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How a restart of a service went. */
public sealed interface RestartOutcome {

    /**
     * Every replica was replaced by one that is ready.
     *
     * @param replicas how many
     * @param took from the call to the last one
     */
    record Restarted(int replicas, Duration took) implements RestartOutcome {}

    /**
     * The newest code does not build; the old replicas go on.
     *
     * @param lines the compiler's own
     * @param log the whole of the build's output
     */
    record BuildFailed(List<String> lines, Path log) implements RestartOutcome {
        public BuildFailed {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A new replica did not become ready; those not replaced yet go on.
     *
     * @param replica that did not
     * @param cause why
     * @param replaced how many were replaced before it
     */
    record NotReady(String replica, Cause cause, int replaced) implements RestartOutcome {}
}
