package dev.muster.agent.api;

import dev.muster.agent.explain.Explainer;
import dev.muster.agent.text.EventText;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.ApiPaths;
import dev.muster.control.FleetView;
import dev.muster.control.ServiceView;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.server.Router;

import java.io.IOException;
import java.util.function.Supplier;

/** A service: why it is as it is, and the orders that change it. */
final class ServiceRoutes implements Routes {
    private final FleetViews views;
    private final Explainer explainer;
    private final Orders orders;

    ServiceRoutes(FleetViews views, Explainer explainer, Orders orders) {
        this.views = views;
        this.explainer = explainer;
        this.orders = orders;
    }

    @Override
    public void addTo(Router.Builder api) {
        api.route("GET", ApiPaths.EXPLAIN, this::explain)
                .route("POST", ApiPaths.SCALE, this::scale)
                .route("POST", ApiPaths.RESTART, this::restart);
    }

    private Response explain(Request request) {
        var moment = views.moment();
        var fleet = moment.fleet();
        var service = service(fleet, request.param("name"));
        var explanation = explainer.explain(fleet, service, moment.health(service.name()));
        return Replies.wantsText(request)
                ? Response.text(EventText.explanation(explanation, Replies.look(request)))
                : Json.response(explanation);
    }

    private record Scale(int replicas) {}

    private Response scale(Request request) throws IOException {
        var service = service(views.fleet(), request.param("name"));
        var wanted = Json.read(request, Scale.class).replicas();
        return changed(request, () -> orders.scale(service.name(), wanted));
    }

    private Response restart(Request request) {
        var service = service(views.fleet(), request.param("name"));
        return changed(request, () -> orders.restart(service.name()));
    }

    /** Who has edited the file may think that this was to apply it. */
    private Response changed(Request request, Supplier<String> order) {
        try {
            return Replies.outcome(request, withDifference(order.get()));
        } catch (HttpProblem refused) {
            throw HttpProblem.of(refused.status(), withDifference(refused.detail()));
        }
    }

    private String withDifference(String outcome) {
        var difference = views.fleet().fileDifference();
        return difference == null ? outcome : outcome + "\n" + difference;
    }

    private static ServiceView service(FleetView fleet, String name) {
        return fleet.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                HttpProblem.notFound(
                                        "fleet "
                                                + fleet.fleet()
                                                + " has no service \""
                                                + name
                                                + "\". It has: "
                                                + String.join(
                                                        ", ",
                                                        fleet.services().stream()
                                                                .map(ServiceView::name)
                                                                .toList())
                                                + (fleet.fileDifference() == null
                                                        ? ""
                                                        : ". " + fleet.fileDifference())));
    }
}
