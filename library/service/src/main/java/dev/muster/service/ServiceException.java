package dev.muster.service;

import org.jspecify.annotations.Nullable;

/** A service that cannot start; its message is one sentence for whoever started it. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private ServiceException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.exitCode = exitCode;
    }

    /** What the environment says cannot be used. */
    static ServiceException configuration(String message) {
        return new ServiceException(2, message, null);
    }

    /** What the program says of the service cannot be. */
    static ServiceException description(String message) {
        return new ServiceException(2, message, null);
    }

    /** Its port cannot be had. */
    static ServiceException port(String message, Throwable cause) {
        return new ServiceException(3, message, cause);
    }

    /** What it needs in order to start is not there. */
    static ServiceException failed(String message, Throwable cause) {
        return new ServiceException(4, message, cause);
    }

    /**
     * What the process exits with: 2 for its configuration or description, 3 for its port, 4 for
     * what failed while it started.
     */
    public int exitCode() {
        return exitCode;
    }
}
