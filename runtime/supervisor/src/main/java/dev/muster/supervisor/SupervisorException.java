package dev.muster.supervisor;

import java.io.IOException;
import java.nio.file.Path;

/** What the supervisor could not do: one sentence that says what, to what, and what to do. */
public final class SupervisorException extends RuntimeException {
    public SupervisorException(String message) {
        super(message);
    }

    public SupervisorException(String message, Throwable cause) {
        super(message, cause);
    }

    static SupervisorException cannotRead(Path file, IOException problem) {
        return new SupervisorException(file + " cannot be read: " + problem, problem);
    }
}
