package dev.muster.http;

import java.util.Optional;

/** An HTTP response. Immutable; each {@code with} method returns a changed copy. */
public final class Response {
    private final int status;
    private final Headers headers;
    private final Body body;

    private Response(int status, Headers headers, Body body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("a response's status is 200 to 599, got " + status);
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A response with no headers and an empty body. */
    public static Response of(int status) {
        return new Response(status, Headers.empty(), Body.empty());
    }

    public static Response of(int status, Headers headers, Body body) {
        return new Response(status, headers, body);
    }

    /** 200 with plain UTF-8 text. */
    public static Response text(String text) {
        return of(200).withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody(Body.of(text));
    }

    /** 200 with UTF-8 HTML. The caller has escaped what came from outside. */
    public static Response html(String html) {
        return of(200).withHeader("Content-Type", "text/html; charset=utf-8")
                .withBody(Body.of(html));
    }

    /** 303: the browser fetches {@code location} with GET. */
    public static Response seeOther(String location) {
        return of(303).withHeader("Location", location);
    }

    public int status() {
        return status;
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status / 100 == 2;
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

    public Response withStatus(int newStatus) {
        return new Response(newStatus, headers, body);
    }

    public Response withHeaders(Headers newHeaders) {
        return new Response(status, newHeaders, body);
    }

    /** This response with {@code value} as the only value of {@code name}. */
    public Response withHeader(String name, String value) {
        return withHeaders(headers.with(name, value));
    }

    /**
     * This response with one more line of {@code name}, after those that are there: {@code
     * response.addHeader("Link", "</style.css>; rel=preload")}.
     */
    public Response addHeader(String name, String value) {
        return withHeaders(headers.and(name, value));
    }

    /**
     * This response with a cookie for the client to keep: {@code
     * response.addCookie(Cookie.of("cart", id).expiresAfter(Duration.ofDays(7)))}.
     */
    public Response addCookie(Cookie cookie) {
        return addHeader("Set-Cookie", cookie.toString());
    }

    public Response withBody(Body newBody) {
        return new Response(status, headers, newBody);
    }

    @Override
    public String toString() {
        return "Response " + status;
    }
}
