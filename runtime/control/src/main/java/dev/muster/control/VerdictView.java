package dev.muster.control;

import org.jspecify.annotations.Nullable;

/**
 * How a fleet is, and why.
 *
 * @param sentence the whole of it
 * @param lead what of it is to be stressed: its beginning, or nothing
 * @param service that it is about, or null for the fleet
 */
public record VerdictView(String sentence, String lead, @Nullable String service) {}
