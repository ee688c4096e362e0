package dev.muster.telemetry;

/**
 * Where spans go when they have ended. Called on event loops and on threads of handlers,
 * concurrently; it must be thread-safe and must not wait.
 */
public interface SpanSink {
    /** Whether spans are wanted now; where they are not, none is made. */
    boolean isOn();

    void ended(Span span);
}
