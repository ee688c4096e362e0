package dev.muster.control;

/**
 * A session that a browser got for a one-time token.
 *
 * @param session what it sends as {@code Authorization: Bearer} with every call, for seven days or
 *     until the agent ends
 */
public record SessionView(String session) {}
