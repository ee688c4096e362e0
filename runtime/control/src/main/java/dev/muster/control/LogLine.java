package dev.muster.control;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One line that a replica wrote.
 *
 * @param at when, where the line says so; else when it was read
 * @param level TRACE, DEBUG, INFO, WARN or ERROR, where the line says so
 * @param message the message of a structured line, or the whole of a plain one
 * @param traceId of the request it was written for, where the line says so
 * @param detail a stack trace, where the line has one
 */
public record LogLine(
        Instant at,
        String service,
        String replica,
        @Nullable String level,
        @Nullable String logger,
        String message,
        @Nullable String traceId,
        @Nullable String detail) {}
