package dev.muster.agent.api;

import dev.muster.agent.text.Look;
import dev.muster.control.ApiQuery;
import dev.muster.control.Outcome;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

/** How a view is sent: as text to a terminal, as JSON to a program. */
final class Replies {
    private static final int USUAL_COLUMNS = 100;

    private Replies() {}

    static boolean wantsText(Request request) {
        return request.header("Accept").orElse("").startsWith("text/plain");
    }

    static Look look(Request request) {
        int columns =
                request.query(ApiQuery.COLUMNS)
                        .filter(c -> c.matches("\\d{1,4}"))
                        .map(Integer::parseInt)
                        .orElse(USUAL_COLUMNS);
        return new Look(columns, request.query(ApiQuery.COLOUR).isPresent());
    }

    /**
     * A word of the query that has a wrong value, named as it was written: the command has an
     * option for each of them.
     */
    static HttpProblem wrong(Request request, String word, String given, String wanted) {
        var name = wantsText(request) ? "--" + word : word;
        return HttpProblem.badRequest(name + " is \"" + given + "\"; it must be " + wanted);
    }

    /** A sentence on what an order did. */
    static Response outcome(Request request, String text) {
        return wantsText(request) ? Response.text(text + "\n") : Json.response(new Outcome(text));
    }
}
