package dev.muster.server;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.RouteTemplate;

/**
 * What a method and a template lead to.
 *
 * @param isNonBlocking whether the handler runs on the event loop
 * @param limits what it allows in place of what the listener does
 * @param place where in the program's source the route was added
 */
record Route(
        String method,
        RouteTemplate template,
        Handler handler,
        boolean isNonBlocking,
        RouteLimits limits,
        String place) {

    Route behind(Filter... filters) {
        var wrapped = Filter.pipeline(BegunAnswers.of(handler), filters);
        return new Route(method, template, wrapped, isNonBlocking, limits, place);
    }

    Route within(RouteLimits newLimits) {
        return new Route(method, template, handler, isNonBlocking, newLimits, place);
    }
}
