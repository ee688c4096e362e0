package dev.muster.json;

import dev.muster.http.Body;
import dev.muster.http.HttpProblem;
import dev.muster.http.ProblemDocument;
import dev.muster.http.Response;

/** An {@link HttpProblem} as a response: {@code application/problem+json}, RFC 9457. */
public final class ProblemDetails {
    private ProblemDetails() {}

    /**
     * @param traceId what the client may quote to us, as the member {@code traceId}; left out where
     *     empty
     */
    public static Response response(HttpProblem problem, String traceId) {
        return Response.of(
                problem.status(),
                problem.headers().with("Content-Type", ProblemDocument.MEDIA_TYPE),
                Body.of(ProblemDocument.of(problem, traceId, Json::text)));
    }
}
