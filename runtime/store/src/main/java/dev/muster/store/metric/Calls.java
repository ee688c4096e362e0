package dev.muster.store.metric;

/**
 * What one service asked of another.
 *
 * @param from a service, or {@code gateway} for what came from outside
 * @param to a service
 */
public record Calls(String from, String to, Traffic traffic) {}
