package dev.muster.agent.api;

import dev.muster.agent.explain.Explainer;
import dev.muster.agent.text.EventText;
import dev.muster.agent.view.FleetViews;
import dev.muster.control.ApiPaths;
import dev.muster.control.ExplainView;
import dev.muster.control.FleetView;
import dev.muster.control.Outcome;
import dev.muster.control.ServiceView;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.util.List;
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
    public List<Operation> operations() {
        return List.of(
                Operation.get(ApiPaths.EXPLAIN, "Why a service is as it is.")
                        .with(TextLook.WORDS)
                        .answers(ExplainView.class, this::explain),
                Operation.post(ApiPaths.SCALE, "How many replicas a service should have.")
                        .taking(Scale.class)
                        .answers(Outcome.class, this::scale),
                Operation.post(
                                ApiPaths.RESTART,
                                "Replaces the replicas of a service, one after another.")
                        .answers(Outcome.class, this::restart));
    }

    private Response explain(Request request) {
        var moment = views.moment();
        var fleet = moment.fleet();
        var service = service(fleet, request.param("name"));
        var explanation = explainer.explain(fleet, service, moment.health(service.name()));
        return Replies.wantsText(request)
                ? Response.text(EventText.explanation(explanation, TextLook.of(request)))
                : Json.response(explanation);
    }

    private record Scale(@AtLeast(0) int replicas) {}

    private Response scale(Request request, Scale wanted) {
        var service = service(views.fleet(), request.param("name"));
        return changed(request, () -> orders.scale(service.name(), wanted.replicas()));
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
