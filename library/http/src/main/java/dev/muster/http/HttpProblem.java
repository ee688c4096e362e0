package dev.muster.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error for the client, as RFC 9457 describes it: thrown by a handler or filter, sent as {@code
 * application/problem+json}. Its {@link #detail} is shown to clients, so it never holds a secret or
 * a stack trace.
 */
public class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final transient Headers headers;
    private final transient Map<String, Object> extensions;

    private HttpProblem(
            int status,
            String title,
            String detail,
            Headers headers,
            Map<String, Object> extensions) {
        super(detail);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem's status is 400 to 599, got " + status);
        }
        this.status = status;
        this.title = title;
        this.headers = headers;
        this.extensions = extensions;
    }

    /** For problems that carry more than their response does, such as what a peer answered. */
    protected HttpProblem(int status, String detail, Headers headers) {
        this(status, StatusName.of(status), detail, headers, Map.of());
    }

    /** A problem whose title is the status' own name. */
    public static HttpProblem of(int status, String detail) {
        return new HttpProblem(status, StatusName.of(status), detail, Headers.empty(), Map.of());
    }

    public static HttpProblem badRequest(String detail) {
        return of(400, detail);
    }

    public static HttpProblem notFound(String detail) {
        return of(404, detail);
    }

    public static HttpProblem conflict(String detail) {
        return of(409, detail);
    }

    /** 422: the content is well-formed and means nothing we can do. */
    public static HttpProblem unprocessable(String detail) {
        return of(422, detail);
    }

    /** 503, with how many seconds a client should wait. */
    public static HttpProblem unavailable(String detail, int retryAfterSeconds) {
        return of(503, detail).withHeader("Retry-After", Integer.toString(retryAfterSeconds));
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What went wrong in this case, for the client's eyes. */
    public String detail() {
        var detail = getMessage();
        return detail == null ? title : detail;
    }

    /** Headers the response carries besides its content type. */
    public Headers headers() {
        return headers;
    }

    /** Further members of the problem document (RFC 9457, section 3.2), in order. */
    public Map<String, Object> extensions() {
        return extensions;
    }

    public HttpProblem withHeader(String name, String value) {
        return new HttpProblem(status, title, detail(), headers.with(name, value), extensions);
    }

    public HttpProblem withExtension(String name, Object value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(name, value);
        return new HttpProblem(status, title, detail(), headers, Collections.unmodifiableMap(more));
    }
}
