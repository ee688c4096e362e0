package dev.muster.store.event;

import dev.muster.fleet.Event;

import java.util.Map;

/**
 * An event of an {@link EventStore}.
 *
 * @param id grows with each event, over restarts of the agent too
 * @param parameters of its cause, as {@link CauseJson#parameters} gives them: made once, for the
 *     file and for whoever shows it
 */
public record LoggedEvent(long id, Event event, Map<String, Object> parameters) {
    public LoggedEvent(long id, Event event) {
        this(id, event, CauseJson.parameters(event.cause()));
    }
}
