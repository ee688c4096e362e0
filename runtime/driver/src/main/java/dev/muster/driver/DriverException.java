package dev.muster.driver;

/** A driver cannot do what it was asked; the message says why, in plain words. */
public final class DriverException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DriverException(String message, Throwable cause) {
        super(message, cause);
    }
}
