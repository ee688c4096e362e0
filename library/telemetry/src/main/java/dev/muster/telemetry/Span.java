package dev.muster.telemetry;

import java.time.Duration;
import java.time.Instant;

/**
 * A piece of work of a trace, which has ended.
 *
 * @param context where it stands in its trace
 * @param name of few different values: a method with the template of a route, or the service that
 *     was called
 * @param status what it was answered; 0 where there was no answer
 * @param error why it did not come to its end; empty where it did
 */
public record Span(
        TraceContext context,
        Kind kind,
        String name,
        Instant began,
        Duration took,
        int status,
        String error) {
    /** Which side of a call it is, as OpenTelemetry names them. */
    public enum Kind {
        SERVER,
        CLIENT
    }
}
