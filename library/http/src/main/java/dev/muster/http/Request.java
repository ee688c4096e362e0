package dev.muster.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /** Decoded when first asked for; threads that ask at once find the same. */
    private @Nullable List<String> segments;

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

    /**
     * The first query parameter of this name as a value of {@code type}: {@code
     * request.query("limit", int.class).orElse(20)}.
     *
     * @throws HttpProblem 400 if it is none
     * @throws IllegalArgumentException if the type is no {@link ScalarType}
     */
    public <T> Optional<T> query(String name, Class<T> type) {
        return query().first(name, type);
    }

    /**
     * The name of every query parameter, decoded, in order: one that is given twice stands here
     * twice.
     *
     * @throws HttpProblem 400 if a percent-encoding is broken, or is no UTF-8
     */
    public List<String> queryNames() {
        return query().names();
    }

    /** Every query parameter of this name, decoded, in order. */
    public List<String> queryAll(String name) {
        return query().all(name);
    }

    /**
     * Every query parameter of this name as a value of {@code type}, in order.
     *
     * @throws HttpProblem 400 if one is none
     * @throws IllegalArgumentException if the type is no {@link ScalarType}
     */
    public <T> List<T> queryAll(String name, Class<T> type) {
        return query().all(name, type);
    }

    public Headers headers() {
        return headers;
    }

    public Optional<String> header(String name) {
        return headers.first(name);
    }

    /**
     * The first header of this name as a value of {@code type}.
     *
     * @throws HttpProblem 400 if it is none
     * @throws IllegalArgumentException if the type is no {@link ScalarType}
     */
    public <T> Optional<T> header(String name, Class<T> type) {
        var scalar = ScalarType.of(type);
        return header(name).map(value -> Parameters.read(name, value, scalar));
    }

    /** The value of the first cookie of this name that the client sent, as it was sent. */
    public Optional<String> cookie(String name) {
        return Cookie.find(name, headers.all("Cookie"));
    }

    public Body body() {
        return body;
    }

    /**
     * The fields of a form that a browser sent, read from the body.
     *
     * @throws HttpProblem 415 if the body says that it is something else; 400 if it is no UTF-8
     */
    public Parameters form() throws IOException {
        requireBodyOf("a form", FORM, type -> type.name().equals(FORM));
        return Parameters.of(Parameters.utf8("the form", body.bytes()));
    }

    /**
     * Refuses a body whose headers say that it is not what it is about to be read as: another media
     * type, another charset than UTF-8, or compressed. One that says nothing is taken.
     *
     * @param what it must be, in words
     * @param mediaType what it is sent as
     * @throws HttpProblem 415
     */
    public void requireBodyOf(String what, String mediaType, Predicate<MediaType> isWanted) {
        var coding = header("Content-Encoding").map(String::strip).orElse("");
        if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
            throw HttpProblem.of(
                            415,
                            "the body has the Content-Encoding "
                                    + coding
                                    + ", which is not read here: send it without")
                    .withHeader("Accept-Encoding", "identity");
        }
        var given = header("Content-Type").map(MediaType::of);
        if (given.filter(type -> !isWanted.test(type) || !type.isUtf8()).isPresent()) {
            throw HttpProblem.of(
                    415,
                    "the body must be "
                            + what
                            + (isWanted.test(given.get()) ? " in UTF-8" : "")
                            + ", with the header Content-Type: "
                            + mediaType
                            + ", not "
                            + (given.get().name().isEmpty() ? "an empty one" : given.get()));
        }
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

    /**
     * What a placeholder of the route's template matched, as {@code reader} reads it: {@code
     * request.param("id", ProductId::new)}.
     *
     * @throws HttpProblem 400 if it throws an {@link IllegalArgumentException} or a {@link
     *     java.time.DateTimeException}
     * @throws IllegalArgumentException if the template has no such placeholder
     */
    public <T> T param(String name, Function<String, T> reader) {
        return Parameters.read(name, param(name), reader);
    }

    /**
     * What a placeholder of the route's template matched, as a value of {@code type}: {@code
     * request.param("id", UUID.class)}.
     *
     * @throws HttpProblem 400 if it is none
     * @throws IllegalArgumentException if the template has no such placeholder, or the type is no
     *     {@link ScalarType}
     */
    public <T> T param(String name, Class<T> type) {
        return Parameters.read(name, param(name), ScalarType.of(type));
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

    /**
     * This request with the route of {@code template} and what its placeholders stand for; empty if
     * its path does not match.
     *
     * @throws HttpProblem 400 if the path cannot be decoded, or holds a dot segment or a control
     *     character however they are encoded
     */
    public Optional<Request> matching(RouteTemplate template) {
        return Optional.ofNullable(template.match(segments()))
                .map(found -> new Request(method, target, headers, body, template.text(), found));
    }

    /**
     * The segments of its path, decoded: {@code /a%20b/} has {@code "a b"} and {@code ""}, and
     * {@code *} has none.
     *
     * @throws HttpProblem 400 as {@link #matching} does
     */
    public List<String> segments() {
        var known = segments;
        if (known == null) {
            known = target.equals("*") ? List.of() : PathSegments.of(path());
            segments = known;
        }
        return known;
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
}
