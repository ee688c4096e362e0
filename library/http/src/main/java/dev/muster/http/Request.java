package dev.muster.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An HTTP request: what a listener received, or what a client is about to send. Immutable; each
 * {@code with} method returns a changed copy.
 */
public final class Request {
    private final String method;
    private final String target;
    private final Headers headers;
    private final Body body;
    private final String route;
    private final Map<String, String> params;

    private Request(
            String method,
            String target,
            Headers headers,
            Body body,
            String route,
            Map<String, String> params) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.route = route;
        this.params = params;
    }

    /**
     * A request with no headers and an empty body.
     *
     * @param target the request target as it is sent: a path, percent-encoded, and the query if
     *     any, or {@code *}
     */
    public static Request of(String method, String target) {
        return new Request(method, target, Headers.empty(), Body.empty(), "", Map.of());
    }

    public static Request get(String target) {
        return of("GET", target);
    }

    public static Request post(String target, Body body) {
        return of("POST", target).withBody(body);
    }

    /** The method, in the case it was sent in: methods are case-sensitive. */
    public String method() {
        return method;
    }

    /** The request target as it was sent, percent-encoding and query included. */
    public String target() {
        return target;
    }

    /** The path of the target, as it was sent: percent-encoded, without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The first query parameter of this name, decoded. */
    public Optional<String> query(String name) {
        return queries(name).findFirst();
    }

    /** Every query parameter of this name, decoded, in order. */
    public List<String> queryAll(String name) {
        return queries(name).toList();
    }

    public Headers headers() {
        return headers;
    }

    public Optional<String> header(String name) {
        return headers.first(name);
    }

    public Body body() {
        return body;
    }

    /**
     * The template of the route that matched, such as {@code /orders/{id}}; empty before routing.
     */
    public String route() {
        return route;
    }

    /**
     * What a placeholder of the route's template matched, decoded.
     *
     * @throws IllegalArgumentException if the template has no such placeholder
     */
    public String param(String name) {
        var value = params.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "route " + (route.isEmpty() ? "(none)" : route) + " has no {" + name + "}");
        }
        return value;
    }

    public Request withTarget(String newTarget) {
        return new Request(method, newTarget, headers, body, route, params);
    }

    public Request withHeaders(Headers newHeaders) {
        return new Request(method, target, newHeaders, body, route, params);
    }

    /** This request with {@code value} as the only value of {@code name}. */
    public Request withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    public Request withBody(Body newBody) {
        return new Request(method, target, headers, newBody, route, params);
    }

    /** This request as matched by a router; {@code newParams} holds decoded values. */
    public Request withRoute(String newRoute, Map<String, String> newParams) {
        return new Request(method, target, headers, body, newRoute, Map.copyOf(newParams));
    }

    @Override
    public String toString() {
        return Printable.text(method + " " + target);
    }

    private Stream<String> queries(String name) {
        int start = target.indexOf('?');
        if (start < 0) {
            return Stream.empty();
        }
        return Stream.of(target.substring(start + 1).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> decode(pair[0]).equals(name))
                .map(pair -> pair.length == 2 ? decode(pair[1]) : "");
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.badRequest("the query holds a broken percent-encoding");
        }
    }
}
