package dev.muster.server;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.ProblemDetails;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Supplier;

/**
 * Turns what a handler throws into {@code application/problem+json}. A thrown {@link HttpProblem}
 * is told to the client, and its whole message logged from 500 on; anything else is our own
 * mistake, told as a bare 500 and logged once with its stack trace.
 */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /**
     * @param traceId of the request being handled, for the client to quote; may be empty
     */
    public static Filter filter(Supplier<String> traceId) {
        return (request, next) -> answer(next, request, traceId);
    }

    /**
     * What {@code handler} answers, or the problem that it ended in: of errors too, because a
     * client that is not answered waits.
     */
    static Response answer(Handler handler, Request request, Supplier<String> traceId) {
        try {
            var response = handler.handle(request);
            if (response == null) {
                throw new IllegalStateException("the handler answered with null");
            }
            return response;
        } catch (Throwable e) {
            return response(request, e, traceId.get());
        }
    }

    static Response response(Request request, Throwable e, String traceId) {
        return ProblemDetails.response(problem(request, e), traceId);
    }

    private static HttpProblem problem(Request request, Throwable e) {
        if (e instanceof HttpProblem problem) {
            if (problem.status() >= 500) {
                LOG.warn("{} failed: {}", request, problem.getMessage());
            }
            return problem;
        }
        if (e instanceof BrokenRequest broken) {
            return HttpProblem.of(broken.status(), "the request's body did not arrive");
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        LOG.error("{} failed", request, e);
        return HttpProblem.of(500, "something went wrong here; it was logged");
    }
}
