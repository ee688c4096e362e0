package dev.muster.agent.api;

import dev.muster.agent.access.Access;
import dev.muster.agent.access.Sessions;
import dev.muster.agent.backend.AgentBackend;
import dev.muster.agent.explain.Explainer;
import dev.muster.agent.start.StartAccount;
import dev.muster.agent.stream.Changes;
import dev.muster.agent.view.EventLog;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.ApiPaths;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.server.Problems;
import dev.muster.server.Router;
import dev.muster.store.StoreException;
import dev.muster.telemetry.Metrics;

import java.util.List;

/**
 * The control API: every view as JSON for programs and as text for terminals, and the orders. It
 * decides nothing; it asks the parts of the agent and words their answers.
 */
public final class ControlApi {
    private final Parts parts;

    public ControlApi(Parts parts) {
        this.parts = parts;
    }

    /** What the API is made of. */
    public record Parts(
            FleetViews views,
            Explainer explainer,
            LogReader logs,
            EventLog events,
            Orders orders,
            Sessions sessions,
            StartAccount account,
            Owner owner,
            Changes changes,
            Metrics metrics,
            AgentBackend backend) {}

    /** A new noun is a class of routes and a line here. */
    List<Routes> nouns() {
        var links = new DashboardLinks(parts.sessions);
        return List.of(
                new FleetRoutes(parts.views, parts.changes, links, parts.backend.pause()),
                new RunRoutes(parts.account, parts.owner, parts.orders),
                new ServiceRoutes(parts.views, parts.explainer, parts.orders),
                new LogRoutes(parts.logs),
                new EventRoutes(parts.events),
                new SessionRoutes(parts.sessions, parts.views, links));
    }

    /**
     * The API behind its checks.
     *
     * @param page answers what is no route of the API, without credentials
     */
    public Router served(Handler page) {
        return served(nouns(), parts.sessions, parts.metrics, page);
    }

    static Router served(List<Routes> nouns, Sessions sessions, Metrics metrics, Handler page) {
        var api = Router.builder().otherwise(request -> otherwise(request, page));
        nouns.stream()
                .flatMap(noun -> noun.operations().stream())
                .forEach(each -> api.route(each.method(), each.path(), each.handler()));
        return api.route("GET", ApiPaths.METRICS, _ -> metrics.response())
                .build()
                .behind(
                        Problems.filter(),
                        new TextProblems(),
                        ControlApi::tellOfStores,
                        new Access(sessions));
    }

    /**
     * What keeps a store from giving what was asked is for the user to mend: a file, its rights.
     */
    private static Response tellOfStores(Request request, Handler next) throws Exception {
        try {
            return next.handle(request);
        } catch (StoreException e) {
            throw HttpProblem.of(500, String.valueOf(e.getMessage()));
        }
    }

    /**
     * No route, since a route of every path below {@code /api} would be one of the paths that are
     * there too, and a wrong method would be taken for another version.
     */
    private static Response otherwise(Request request, Handler page) throws Exception {
        if (!request.path().startsWith("/api/")) {
            return page.handle(request);
        }
        throw HttpProblem.of(
                410,
                "this agent knows no "
                        + request.path()
                        + "; it speaks the API below "
                        + ApiPaths.ROOT
                        + ". Use the muster that brought the fleet up, or bring it up anew");
    }
}
