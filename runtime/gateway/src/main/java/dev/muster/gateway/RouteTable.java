package dev.muster.gateway;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which service a path belongs to: the route with the longest prefix of whole segments wins, so
 * {@code /orders} takes {@code /orders/7} and leaves {@code /orders-archive} alone.
 *
 * <p>Immutable, and exchanged whole. A trie of segments, so the cost of a lookup grows with the
 * depth of the routes that match and not with how many routes there are.
 */
public final class RouteTable {
    private static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<Route> routes;
    private final Node root = new Node();

    private RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (var route : this.routes) {
            insert(route);
        }
    }

    /** A table that sends nothing anywhere. */
    public static RouteTable empty() {
        return EMPTY;
    }

    /**
     * @throws IllegalArgumentException if two routes have the same path
     */
    public static RouteTable of(List<Route> routes) {
        return new RouteTable(routes);
    }

    public static RouteTable of(Route... routes) {
        return of(List.of(routes));
    }

    /** Every route, in the order given. */
    public List<Route> routes() {
        return routes;
    }

    /**
     * The route of {@code path}, which has no query and is decoded; {@code *} belongs to the route
     * of {@code /}.
     */
    public Optional<Route> find(String path) {
        return Optional.ofNullable(match(path));
    }

    @Nullable Route match(String path) {
        var node = root;
        var best = node.route;
        int start = 1;
        while (start < path.length() && !node.children.isEmpty()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            node = node.children.get(path.substring(start, end));
            if (node == null) {
                return best;
            }
            if (node.route != null) {
                best = node.route;
            }
            start = end + 1;
        }
        return best;
    }

    private void insert(Route route) {
        var node = root;
        if (route.path().length() > 1) {
            for (var segment : route.path().substring(1).split("/", -1)) {
                node = node.children.computeIfAbsent(segment, _ -> new Node());
            }
        }
        if (node.route != null) {
            throw new IllegalArgumentException(
                    "route "
                            + route.path()
                            + " belongs to both "
                            + node.route.service()
                            + " and "
                            + route.service());
        }
        node.route = route;
    }

    private static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private @Nullable Route route;
    }
}
