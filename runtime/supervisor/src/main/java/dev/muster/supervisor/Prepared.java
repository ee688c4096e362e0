package dev.muster.supervisor;

import dev.muster.fleet.Cause;
import dev.muster.supervisor.FleetStatus.BuildState;
import dev.muster.supervisor.rollout.Release;

import java.util.Optional;

/** Whether a service can be started, as far as its code is concerned. */
sealed interface Prepared {

    /** {@code java} for what runs from a jar, else the program's name. */
    String language();

    BuildState build();

    /**
     * It can.
     *
     * @param build failed where the release is what was built before the newest sources
     */
    record Startable(Release from, String language, BuildState build) implements Prepared {}

    /**
     * It cannot.
     *
     * @param part what is waited for, and why
     */
    record Lacking(Cause.Part part, String language, BuildState build) implements Prepared {}

    /** What replicas are started from, if they can be. */
    default Optional<Release> release() {
        return this instanceof Startable startable
                ? Optional.of(startable.from())
                : Optional.empty();
    }

    /** The same, now that the newest sources do not build: what runs, and could run, stays. */
    default Prepared afterFailedBuild(String problem) {
        var failed = new BuildState.Failed(problem);
        return switch (this) {
            case Startable(var release, var language, var _) ->
                    new Startable(release, language, failed);
            case Lacking(var _, var language, var _) ->
                    new Lacking(new Cause.DidNotBuild(problem, Optional.empty()), language, failed);
        };
    }
}
