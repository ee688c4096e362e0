package dev.muster.server;

import dev.muster.http.RouteTemplate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Routes by the segments of their paths. At each segment a literal is tried before a placeholder,
 * and that before the rest of the path; where one leads nowhere, the next is tried. Immutable.
 */
final class PathTrie {
    private final Map<String, PathTrie> literals;
    private final @Nullable PathTrie placeholder;
    private final Map<String, Route> ending;
    private final Map<String, Route> rest;

    private PathTrie(
            Map<String, PathTrie> literals,
            @Nullable PathTrie placeholder,
            Map<String, Route> ending,
            Map<String, Route> rest) {
        this.literals = literals;
        this.placeholder = placeholder;
        this.ending = ending;
        this.rest = rest;
    }

    /** The routes by method and shape are different. */
    static PathTrie of(List<Route> routes) {
        return of(routes, 0);
    }

    private static PathTrie of(List<Route> routes, int depth) {
        var literals = new HashMap<String, List<Route>>();
        var placeholders = new ArrayList<Route>();
        var ending = new HashMap<String, Route>();
        var rest = new HashMap<String, Route>();
        for (var route : routes) {
            var segments = route.template().segments();
            if (segments.size() == depth) {
                ending.put(route.method(), route);
                continue;
            }
            switch (segments.get(depth)) {
                case RouteTemplate.Literal literal ->
                        literals.computeIfAbsent(literal.text(), _ -> new ArrayList<>()).add(route);
                case RouteTemplate.Placeholder _ -> placeholders.add(route);
                case RouteTemplate.Rest _ -> rest.put(route.method(), route);
            }
        }
        return new PathTrie(
                literals.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        Map.Entry::getKey, e -> of(e.getValue(), depth + 1))),
                placeholders.isEmpty() ? null : of(placeholders, depth + 1),
                Map.copyOf(ending),
                Map.copyOf(rest));
    }

    /**
     * The route of this method for a path of these segments, decoded.
     *
     * @param allowed collects the methods of the routes whose path matched and whose method did not
     */
    @Nullable Route find(String method, List<String> segments, SortedSet<String> allowed) {
        return find(method, segments, 0, allowed);
    }

    private @Nullable Route find(
            String method, List<String> segments, int at, SortedSet<String> allowed) {
        if (at == segments.size()) {
            return choose(ending, method, allowed);
        }
        var segment = segments.get(at);
        var literal = literals.get(segment);
        if (literal != null) {
            var found = literal.find(method, segments, at + 1, allowed);
            if (found != null) {
                return found;
            }
        }
        if (placeholder != null && !segment.isEmpty()) {
            var found = placeholder.find(method, segments, at + 1, allowed);
            if (found != null) {
                return found;
            }
        }
        return rest.isEmpty() ? null : choose(rest, method, allowed);
    }

    private static @Nullable Route choose(
            Map<String, Route> routes, String method, SortedSet<String> allowed) {
        var route = routes.get(method);
        if (route == null && method.equals("HEAD")) {
            route = routes.get("GET");
        }
        if (route == null) {
            allowed.addAll(routes.keySet());
        }
        return route;
    }
}
