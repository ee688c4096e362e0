package dev.muster.store.event;

import dev.muster.fleet.Event;

/**
 * An event of an {@link EventStore}.
 *
 * @param id grows with each event, over restarts of the agent too
 */
public record LoggedEvent(long id, Event event) {}
