package dev.muster.dashboard;

/** The dashboard's own files are missing or broken: a fault of the build, never of a request. */
public final class DashboardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DashboardException(String message) {
        super(message);
    }

    DashboardException(String message, Throwable cause) {
        super(message, cause);
    }
}
