package dev.muster.http;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An HTTP request: what a listener received, or what a client is about to send. Immutable; each
 * {@code with} method returns a changed copy.
 */
public final class Request {
    private static final String FORM = "application/x-www-form-urlencoded";

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
     * @throws IllegalArgumentException if either holds what could not be sent as it is
     */
    public static Request of(String method, String target) {
        Grammar.requireToken("the method", method);
        Grammar.requireTarget(target);
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

    /**
     * The path of the target, as it was sent: percent-encoded, without the query. One path can be
     * spelled in many ways, so decide who may do what by {@link #route} instead.
     */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The first query parameter of this name, decoded. */
    public Optional<String> query(String name) {
        return query().first(name);
    }

    /**
     * The first query parameter of this name as {@code reader} reads it: {@code
     * request.query("limit", Integer::valueOf).orElse(20)}.
     *
     * @throws HttpProblem 400 if it cannot be read so: see {@link Parameters#first(String,
     *     Function)}
     */
    public <T> Optional<T> query(String name, Function<String, T> reader) {
        return query().first(name, reader);
    }

    /** Every query parameter of this name, decoded, in order. */
    public List<String> queryAll(String name) {
        return query().all(name);
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
     * The fields of a form that a browser sent, read from the body.
     *
     * @throws HttpProblem 415 if the body says that it is something else
     */
    public Parameters form() throws IOException {
        if (header("Content-Type").filter(type -> !isForm(type)).isPresent()) {
            throw HttpProblem.of(415, "the body must be a form, with the Content-Type " + FORM);
        }
        return Parameters.of(body.text());
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
        Grammar.requireTarget(newTarget);
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

    /** For logs: without the query, which may hold secrets. */
    @Override
    public String toString() {
        return method + " " + path();
    }

    private Parameters query() {
        int start = target.indexOf('?');
        return Parameters.of(start < 0 ? "" : target.substring(start + 1));
    }

    private static boolean isForm(String contentType) {
        int parameters = contentType.indexOf(';');
        var type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().equalsIgnoreCase(FORM);
    }
}
