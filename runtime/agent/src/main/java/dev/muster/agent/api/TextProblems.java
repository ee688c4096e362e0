package dev.muster.agent.api;

import dev.muster.http.Body;
import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.store.Printable;

import java.util.regex.Pattern;

/** Tells a problem to a terminal as its one sentence, instead of as a JSON document. */
final class TextProblems implements Filter {
    /**
     * A path, the name of a replica or a command is written as it is: it may be clicked or copied.
     */
    private static final Pattern FIRST_WORD = Pattern.compile("[a-z]+[ ,]");

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        try {
            return next.handle(request);
        } catch (HttpProblem problem) {
            if (!Replies.wantsText(request)) {
                throw problem;
            }
            return Response.of(
                            problem.status(),
                            problem.headers(),
                            Body.of(sentence(problem.detail())))
                    .withHeader("Content-Type", "text/plain; charset=utf-8");
        }
    }

    private static String sentence(String detail) {
        var safe = Printable.lines(detail);
        var text =
                FIRST_WORD.matcher(safe).lookingAt()
                        ? Character.toUpperCase(safe.charAt(0)) + safe.substring(1)
                        : safe;
        return text.endsWith(".") ? text : text + ".";
    }
}
