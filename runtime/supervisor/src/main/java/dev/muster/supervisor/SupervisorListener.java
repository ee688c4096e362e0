package dev.muster.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
     * @param service it happened to, or empty for the fleet
     * @param replica it happened to, where it is one
     * @param text one sentence that begins with its subject
     */
    record Event(
            Instant at,
            Severity severity,
            Optional<String> service,
            Optional<String> replica,
            String text) {}

    /** How bad an event is. */
    enum Severity {
        INFO,
        WARN,
        ERROR
    }

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
