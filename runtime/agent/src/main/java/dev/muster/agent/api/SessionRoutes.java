package dev.muster.agent.api;

import dev.muster.agent.access.Sessions;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.ApiPaths;
import dev.muster.control.Outcome;
import dev.muster.control.SessionView;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.util.List;

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
    public List<Operation> operations() {
        return List.of(
                Operation.post(
                                ApiPaths.SESSION,
                                "Trades a one-time token for a session; needs no credentials.")
                        .taking(OneTimeToken.class)
                        .answers(SessionView.class, this::session),
                Operation.post(
                                ApiPaths.SESSION_TOKEN,
                                "An address of the dashboard that lets its holder in once.")
                        .answers(Outcome.class, this::oneTimeToken));
    }

    /**
     * The session goes into the body and not into a cookie: browsers send a cookie to every port of
     * a host, and the fleet's own pages are on one.
     */
    private Response session(Request request, OneTimeToken given) {
        var session =
                sessions.exchange(given.token())
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
