package dev.muster.server;

import dev.muster.http.Filter;
import dev.muster.http.Handler;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a method and a template lead to.
 *
 * @param names the template's placeholders, in order
 * @param isNonBlocking whether the handler runs on the event loop
 * @param limits what it allows in place of what the listener does
 * @param place where in the program's source the route was added
 */
record Route(
        String method,
        Template template,
        List<String> names,
        Handler handler,
        boolean isNonBlocking,
        RouteLimits limits,
        String place) {

    Route behind(Filter... filters) {
        var wrapped = Filter.pipeline(BegunAnswers.of(handler), filters);
        return new Route(method, template, names, wrapped, isNonBlocking, limits, place);
    }

    Route within(RouteLimits newLimits) {
        return new Route(method, template, names, handler, isNonBlocking, newLimits, place);
    }

    Map<String, String> params(String[] values) {
        return switch (names.size()) {
            case 0 -> Map.of();
            case 1 -> Map.of(names.getFirst(), values[0]);
            default ->
                    IntStream.range(0, names.size())
                            .boxed()
                            .collect(Collectors.toUnmodifiableMap(names::get, i -> values[i]));
        };
    }
}
