package dev.muster.gateway;

import dev.muster.gateway.path.RequestPath;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which requests a route is for.
 *
 * @param hosts names without a port, in lower case: {@code shop.example}, or {@code *.example} for
 *     every name that ends so; empty for any
 * @param path {@code /} for every path, else a prefix of whole segments such as {@code /orders} or
 *     {@code /api/v2}, in plain characters and without a slash at its end
 * @param methods such as {@code GET}; empty for any
 */
public record RouteMatch(Set<String> hosts, String path, Set<String> methods) {
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final Pattern METHOD = Pattern.compile("[A-Z-]+");

    public RouteMatch {
        hosts = Set.copyOf(hosts);
        methods = Set.copyOf(methods);
        if (!path.startsWith("/")) {
            throw invalid(path, "does not start with a slash");
        }
        if (path.length() > 1 && path.endsWith("/")) {
            throw invalid(path, "ends with a slash, which a prefix of whole segments does not");
        }
        if (!path.equals(RequestPath.plain(path))) {
            throw invalid(path, "is not a plain path: no %, ;, ?, #, // or dot segments");
        }
        requireAll(hosts, HOST, "is not a host name such as shop.example or *.example");
        requireAll(methods, METHOD, "is not a method such as GET");
    }

    /** Requests of any host and method whose path is {@code path} or lies below it. */
    public static RouteMatch path(String path) {
        return new RouteMatch(Set.of(), path, Set.of());
    }

    public RouteMatch withHosts(Collection<String> names) {
        var lower = new TreeSet<String>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return new RouteMatch(lower, path, methods);
    }

    public RouteMatch withMethods(Collection<String> names) {
        return new RouteMatch(hosts, path, Set.copyOf(names));
    }

    private static void requireAll(Set<String> texts, Pattern pattern, String why) {
        for (var text : texts) {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text + "\" of a route " + why);
            }
        }
    }

    private static IllegalArgumentException invalid(String path, String why) {
        return new IllegalArgumentException("route path \"" + path + "\" " + why);
    }
}
