package dev.muster.gateway;

import dev.muster.gateway.path.RouteIndex;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which route a request belongs to. A route that names the host wins over one that names an ending
 * of it, the longer the better, and that one over those for any host; among routes of one host, the
 * longest prefix of whole segments wins, so {@code /orders} takes {@code /orders/7} and leaves
 * {@code /orders-archive} alone; at one path, the route that names the method.
 *
 * <p>Immutable, and exchanged whole.
 */
public final class RouteTable {
    private static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<Route> routes;
    private final RouteIndex<Route> anyHost = new RouteIndex<>();
    private final Map<String, RouteIndex<Route>> byHost = new HashMap<>();

    private RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (var route : this.routes) {
            if (route.match().hosts().isEmpty()) {
                add(route, anyHost);
            }
            for (var host : route.match().hosts()) {
                add(route, byHost.computeIfAbsent(host, _ -> new RouteIndex<>()));
            }
        }
    }

    /** A table that sends nothing anywhere. */
    public static RouteTable empty() {
        return EMPTY;
    }

    /**
     * @throws IllegalArgumentException if two routes take the same requests
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
     * The route of a request.
     *
     * @param host as the client names it, perhaps with a port; empty where it names none
     * @param path decoded and without its query; {@code *} belongs to the route of {@code /}
     */
    public Optional<Route> find(String host, String method, String path) {
        return Optional.ofNullable(match(host, method, path));
    }

    @Nullable Route match(@Nullable String host, String method, String path) {
        if (byHost.isEmpty() || host == null) {
            return anyHost.find(path, method);
        }
        var name = hostName(host);
        for (var key = name; key != null; key = wider(key)) {
            var index = byHost.get(key);
            var route = index == null ? null : index.find(path, method);
            if (route != null) {
                return route;
            }
        }
        return anyHost.find(path, method);
    }

    /** The methods with which a path that has no route for the request's own would have one. */
    Set<String> methods(@Nullable String host, String path) {
        var methods = anyHost.methods(path);
        for (var key = host == null ? null : hostName(host); key != null; key = wider(key)) {
            var index = byHost.get(key);
            if (index != null) {
                methods.addAll(index.methods(path));
            }
        }
        return methods;
    }

    private static void add(Route route, RouteIndex<Route> index) {
        var other = index.add(route.path(), route.match().methods(), route);
        if (other != null) {
            throw new IllegalArgumentException(
                    "route "
                            + route.path()
                            + " belongs to both "
                            + other.service()
                            + " and "
                            + route.service());
        }
    }

    /** Without the port, and without the dot that ends a name that is written out. */
    private static String hostName(String host) {
        int colon = host.lastIndexOf(':');
        var name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
        var whole = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return whole.toLowerCase(Locale.ROOT);
    }

    /** {@code *.b.c} after {@code a.b.c}, then {@code *.c}; null after that. */
    private static @Nullable String wider(String key) {
        int dot = key.indexOf('.', key.startsWith("*.") ? 2 : 0);
        return dot < 0 ? null : "*" + key.substring(dot);
    }
}
