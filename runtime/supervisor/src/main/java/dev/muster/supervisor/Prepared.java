package dev.muster.supervisor;

import dev.muster.supervisor.FleetStatus.BuildState;

/** Whether a service can be started, as far as its code is concerned. */
sealed interface Prepared {

    BuildState build();

    /** {@code java} for what runs from a jar, else the program's name. */
    String language();

    /**
     * It can.
     *
     * @param build failed where the plan starts what was built before the newest sources
     */
    record Startable(LaunchPlan plan, String language, BuildState build) implements Prepared {}

    /**
     * It cannot.
     *
     * @param sentence what is waited for, and why
     */
    record Lacking(String sentence, String language, BuildState build) implements Prepared {}
}
