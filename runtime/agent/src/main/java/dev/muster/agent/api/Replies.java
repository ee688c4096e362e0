package dev.muster.agent.api;

import dev.muster.control.Outcome;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

/** How a view is sent: as text to a terminal, as JSON to a program. */
final class Replies {
    private Replies() {}

    static boolean wantsText(Request request) {
        return request.header("Accept").orElse("").startsWith("text/plain");
    }

    /** A sentence on what an order did. */
    static Response outcome(Request request, String text) {
        return wantsText(request) ? Response.text(text + "\n") : Json.response(new Outcome(text));
    }
}
