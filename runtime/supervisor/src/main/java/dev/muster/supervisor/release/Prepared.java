package dev.muster.supervisor.release;

import dev.muster.fleet.Cause;

import java.util.Optional;

/** Whether a service can be started, as far as its code is concerned. */
public sealed interface Prepared {

    /** It can. */
    record Startable(Release from) implements Prepared {}

    /**
     * It cannot.
     *
     * @param part what is waited for, and why
     */
    record Lacking(Cause.Part part) implements Prepared {}

    /** What replicas are started from, if they can be. */
    default Optional<Release> release() {
        return this instanceof Startable(var from) ? Optional.of(from) : Optional.empty();
    }

    /** The same, now that the newest sources do not build: what runs, and could run, stays. */
    default Prepared afterFailedBuild(String problem) {
        return switch (this) {
            case Startable startable -> startable;
            case Lacking _ -> new Lacking(new Cause.DidNotBuild(problem, Optional.empty()));
        };
    }
}
