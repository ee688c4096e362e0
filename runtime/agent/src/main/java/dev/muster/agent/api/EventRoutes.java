package dev.muster.agent.api;

import dev.muster.agent.text.EventText;
import dev.muster.agent.view.EventLog;
import dev.muster.agent.view.Repeats;
import dev.muster.control.ApiPaths;
import dev.muster.control.EventsView;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.server.Router;

/** What happened. */
final class EventRoutes implements Routes {
    private static final int EVENTS = 50;

    private final EventLog events;

    EventRoutes(EventLog events) {
        this.events = events;
    }

    @Override
    public void addTo(Router.Builder api) {
        api.route("GET", ApiPaths.EVENTS, this::events);
    }

    private Response events(Request request) {
        var newest = events.newest(LogReader.limit(request, EVENTS));
        return Replies.wantsText(request)
                ? Response.text(EventText.events(Repeats.folded(newest), Replies.look(request)))
                : Json.response(new EventsView(Repeats.unfolded(newest)));
    }
}
