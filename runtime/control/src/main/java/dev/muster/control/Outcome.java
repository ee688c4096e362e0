package dev.muster.control;

/**
 * What came of an order to the agent.
 *
 * @param text one or more lines for the user
 */
public record Outcome(String text) {}
