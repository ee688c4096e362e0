package dev.muster.agent.api;

import dev.muster.agent.stream.Changes;
import dev.muster.agent.stream.EventStream;
import dev.muster.agent.text.FleetText;
import dev.muster.agent.text.Look;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.FleetView;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.store.StoreBackend;

import java.time.Duration;
import java.util.List;

/** The fleet as it is: once, or whenever it has changed. */
final class FleetRoutes implements Routes {
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    private static final QueryWord<Screen> SCREEN = QueryWord.oneOf(ApiQuery.SCREEN, Screen.TABLE);
    private static final QueryWord<Boolean> KEYS = QueryWord.flag(ApiQuery.KEYS);

    private final FleetViews views;
    private final Changes changes;
    private final DashboardLinks links;
    private final StoreBackend.Pause pause;

    FleetRoutes(FleetViews views, Changes changes, DashboardLinks links, StoreBackend.Pause pause) {
        this.views = views;
        this.changes = changes;
        this.links = links;
        this.pause = pause;
    }

    /** Which text of the fleet. */
    private enum Screen {
        TABLE,
        FIRST,
        WATCH,
        SERVICES,
        DIFFERENCE
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(ApiPaths.FLEET, "The fleet as it is now.")
                        .with(SCREEN, KEYS)
                        .with(TextLook.WORDS)
                        .answers(FleetView.class, this::fleet),
                Operation.get(
                                ApiPaths.FLEET_STREAM,
                                "The fleet whenever what is shown of it has changed: events named"
                                        + " fleet, each a FleetView; a comment each second tells"
                                        + " that the last one still holds. With show=names only"
                                        + " how the fleet is, and the names and states of its"
                                        + " services and replicas.")
                        .with(ShownFleet.SHOW)
                        .streams(this::fleetStream));
    }

    private Response fleet(Request request) {
        var screen = SCREEN.of(request);
        var fleet = screen == Screen.FIRST ? views.firstLook() : views.fleet();
        if (!Replies.wantsText(request)) {
            return Json.response(fleet);
        }
        var look = TextLook.of(request);
        return Response.text(
                switch (screen) {
                    case TABLE -> FleetText.table(fleet, look);
                    case FIRST -> firstScreen(request, fleet, look);
                    case WATCH -> FleetText.watch(fleet, look);
                    case SERVICES -> FleetText.names(fleet);
                    case DIFFERENCE -> FleetText.difference(fleet, look);
                });
    }

    /** Who has keys draws the watched table below it. */
    private String firstScreen(Request request, FleetView fleet, Look look) {
        boolean withTable = !KEYS.of(request);
        return FleetText.firstScreen(fleet, links.dashboard(fleet), look, withTable);
    }

    private EventStream.Source fleetStream(Request request) {
        return new FleetStream(views::fleet, changes, ShownFleet.of(request), TELL_EVERY, pause);
    }
}
