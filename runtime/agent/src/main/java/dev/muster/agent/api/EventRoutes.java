package dev.muster.agent.api;

import dev.muster.agent.text.EventText;
import dev.muster.agent.view.EventLog;
import dev.muster.agent.view.Repeats;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.EventsView;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.util.List;

/** What happened. */
final class EventRoutes implements Routes {
    private static final QueryWord<Integer> LIMIT =
            QueryWord.number(ApiQuery.LIMIT, LogReader.MOST, 50);

    private final EventLog events;

    EventRoutes(EventLog events) {
        this.events = events;
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(ApiPaths.EVENTS, "What happened, the newest first.")
                        .with(LIMIT)
                        .with(TextLook.WORDS)
                        .answers(EventsView.class, this::events));
    }

    private Response events(Request request) {
        var newest = events.newest(LIMIT.of(request));
        return Replies.wantsText(request)
                ? Response.text(EventText.events(Repeats.folded(newest), TextLook.of(request)))
                : Json.response(new EventsView(Repeats.unfolded(newest)));
    }
}
