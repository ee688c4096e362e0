package dev.muster.supervisor;

import dev.muster.fleet.Event;

import java.time.Duration;

/**
 * Hears what happens to the fleet. Called by the supervisor's one thread, in order: return soon,
 * and never call back into the {@link Supervisor} from here except {@link Supervisor#status}.
 */
public interface SupervisorListener {

    /** A replica changed: the whole new status, not what changed in it. */
    void changed(FleetStatus status);

    /** Something worth telling happened. */
    void happened(Event event);

    /** A step of making a service ready to run began or ended. */
    default void progressed(Progress progress) {}

    /**
     * @param service that the step is for
     * @param step such as "build"
     * @param elapsed since it began
     * @param outcome of the step
     * @param text one line more about it, such as the compiler's first error; may be empty
     */
    record Progress(String service, String step, Duration elapsed, Outcome outcome, String text) {}

    /** How a step stands. */
    enum Outcome {
        RUNNING,
        DONE,
        FAILED
    }
}
