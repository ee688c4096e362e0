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
import dev.muster.server.Router;

import java.time.Duration;

/** The fleet as it is: once, or whenever it has changed. */
final class FleetRoutes implements Routes {
    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    private final FleetViews views;
    private final Changes changes;
    private final DashboardLinks links;

    FleetRoutes(FleetViews views, Changes changes, DashboardLinks links) {
        this.views = views;
        this.changes = changes;
        this.links = links;
    }

    @Override
    public void addTo(Router.Builder api) {
        api.route("GET", ApiPaths.FLEET, this::fleet)
                .route("GET", ApiPaths.FLEET_STREAM, this::fleetStream);
    }

    private Response fleet(Request request) {
        var screen = request.query(ApiQuery.SCREEN).orElse("");
        var fleet = screen.equals("first") ? views.firstLook() : views.fleet();
        if (!Replies.wantsText(request)) {
            return Json.response(fleet);
        }
        var look = Replies.look(request);
        return Response.text(
                switch (screen) {
                    case "services" -> FleetText.names(fleet);
                    case "difference" -> FleetText.difference(fleet, look);
                    case "first" -> firstScreen(request, fleet, look);
                    case "watch" -> FleetText.watch(fleet, look);
                    default -> FleetText.table(fleet, look);
                });
    }

    /** Who has keys draws the watched table below it. */
    private String firstScreen(Request request, FleetView fleet, Look look) {
        boolean withTable = request.query(ApiQuery.KEYS).isEmpty();
        return FleetText.firstScreen(fleet, links.dashboard(fleet), look, withTable);
    }

    private Response fleetStream(Request request) {
        var shown = ShownFleet.of(request);
        return EventStream.response(new FleetStream(views::fleet, changes, shown, TELL_EVERY));
    }
}
