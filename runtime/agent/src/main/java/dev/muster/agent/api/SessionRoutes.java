package dev.muster.agent.api;

import dev.muster.agent.access.Sessions;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.ApiPaths;
import dev.muster.control.SessionView;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.server.Router;

import java.io.IOException;

/** Sessions of the page, and the one-time tokens that begin them. */
final class SessionRoutes implements Routes {
    private final Sessions sessions;
    private final FleetViews views;
    private final DashboardLinks links;

    SessionRoutes(Sessions sessions, FleetViews views, DashboardLinks links) {
        this.sessions = sessions;
        this.views = views;
        this.links = links;
    }

    private record OneTimeToken(String token) {}

    @Override
    public void addTo(Router.Builder api) {
        api.route("POST", ApiPaths.SESSION, this::session)
                .route("POST", ApiPaths.SESSION_TOKEN, this::oneTimeToken);
    }

    /**
     * The session goes into the body and not into a cookie: browsers send a cookie to every port of
     * a host, and the fleet's own pages are on one.
     */
    private Response session(Request request) throws IOException {
        var given = Json.read(request, OneTimeToken.class).token();
        var session =
                sessions.exchange(given)
                        .orElseThrow(
                                () ->
                                        HttpProblem.of(
                                                401,
                                                "this link was used before or is too old; run"
                                                        + " `muster open` for a new one"));
        return Json.response(new SessionView(session));
    }

    private Response oneTimeToken(Request request) {
        return Replies.outcome(request, links.dashboard(views.fleet()));
    }
}
