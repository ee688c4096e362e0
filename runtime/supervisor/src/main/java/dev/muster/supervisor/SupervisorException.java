package dev.muster.supervisor;

/** What the supervisor could not do: one sentence that says what, to what, and what to do. */
public final class SupervisorException extends RuntimeException {
    public SupervisorException(String message) {
        super(message);
    }

    public SupervisorException(String message, Throwable cause) {
        super(message, cause);
    }
}
