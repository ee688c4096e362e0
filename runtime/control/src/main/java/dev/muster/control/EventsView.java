package dev.muster.control;

import java.util.List;

/** What happened to a fleet, newest first. */
public record EventsView(List<EventView> events) {
    public EventsView {
        events = List.copyOf(events);
    }
}
