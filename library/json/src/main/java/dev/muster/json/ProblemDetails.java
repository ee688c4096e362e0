package dev.muster.json;

import dev.muster.http.HttpProblem;
import dev.muster.http.Response;

import java.util.LinkedHashMap;

/** An {@link HttpProblem} as a response: {@code application/problem+json}, RFC 9457. */
public final class ProblemDetails {
    private static final String MEDIA_TYPE = "application/problem+json";

    private ProblemDetails() {}

    /**
     * @param traceId what the client may quote to us, as the member {@code traceId}; left out where
     *     empty
     */
    public static Response response(HttpProblem problem, String traceId) {
        var document = new LinkedHashMap<String, Object>();
        document.put("title", problem.title());
        document.put("status", problem.status());
        document.put("detail", problem.detail());
        if (!traceId.isEmpty()) {
            document.put("traceId", traceId);
        }
        problem.extensions().forEach(document::putIfAbsent);
        return Response.of(
                problem.status(),
                problem.headers().with("Content-Type", MEDIA_TYPE),
                Json.write(document));
    }
}
