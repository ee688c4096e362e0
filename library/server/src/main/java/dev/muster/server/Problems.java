package dev.muster.server;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.ProblemDetails;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Turns what a handler throws into {@code application/problem+json}. A thrown {@link HttpProblem}
 * is told to the client, and its whole message logged from 500 on; a type that the program says the
 * problem of becomes that; anything else is our own mistake, told as a bare 500 and logged once
 * with its stack trace.
 */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Problems UNTOLD = new Problems(Map.of());

    private final Map<Class<?>, Function<Throwable, HttpProblem>> byType;

    private Problems(Map<Class<?>, Function<Throwable, HttpProblem>> byType) {
        this.byType = Map.copyOf(byType);
    }

    /** Only an {@link HttpProblem} is told to clients. */
    public static Filter filter() {
        return UNTOLD.toFilter();
    }

    /**
     * @param byType the problem that an exception of a type is told as; of two types the nearer one
     *     counts
     */
    public static Filter filter(Map<Class<?>, Function<Throwable, HttpProblem>> byType) {
        return new Problems(byType).toFilter();
    }

    private Filter toFilter() {
        return (request, next) -> answer(next, request, RunningExchange::currentTraceId);
    }

    /**
     * What {@code handler} answers, or the problem that it ended in: of errors too, because a
     * client that is not answered waits.
     */
    static Response untold(Handler handler, Request request, Supplier<String> traceId) {
        return UNTOLD.answer(handler, request, traceId);
    }

    /** The problem that {@code e} is to whoever is not told of it. */
    static Response response(Request request, Throwable e, String traceId) {
        return ProblemDetails.response(UNTOLD.problem(request, e), traceId);
    }

    private Response answer(Handler handler, Request request, Supplier<String> traceId) {
        try {
            var response = handler.handle(request);
            if (response == null) {
                throw new IllegalStateException("the handler answered with null");
            }
            return response;
        } catch (Throwable e) {
            return ProblemDetails.response(problem(request, e), traceId.get());
        }
    }

    private HttpProblem problem(Request request, Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        try {
            var told = told(e);
            if (told.isPresent()) {
                log(request, told.get(), e);
                return told.get();
            }
        } catch (Throwable second) {
            second.addSuppressed(e);
            return unexpected(request, second);
        }
        if (e instanceof HttpProblem problem) {
            log(request, problem, problem);
            return problem;
        }
        if (e instanceof BrokenRequest broken) {
            return HttpProblem.of(broken.status(), "the request's body did not arrive");
        }
        return unexpected(request, e);
    }

    private Optional<HttpProblem> told(Throwable e) {
        if (byType.isEmpty()) {
            return Optional.empty();
        }
        for (Class<?> type = e.getClass(); type != null; type = type.getSuperclass()) {
            var toProblem = byType.get(type);
            if (toProblem != null) {
                return Optional.of(toProblem.apply(e));
            }
        }
        return Optional.empty();
    }

    private static void log(Request request, HttpProblem problem, Throwable cause) {
        if (problem.status() < 500) {
            return;
        }
        if (cause instanceof HttpProblem) {
            LOG.warn("{} failed: {}", request, problem.getMessage());
        } else {
            LOG.warn("{} failed: {}", request, problem.getMessage(), cause);
        }
    }

    private static HttpProblem unexpected(Request request, Throwable e) {
        LOG.error("{} failed", request, e);
        return HttpProblem.of(500, "something went wrong here; it was logged");
    }
}
