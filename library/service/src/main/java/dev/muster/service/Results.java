package dev.muster.service;

import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.json.JsonType;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What responders return, as responses. */
final class Results {
    private Results() {}

    static Handler handler(Responder responder) {
        return request -> response(request, responder.respond(request));
    }

    static <B> Handler handler(JsonType<B> type, FullResponder<B> responder) {
        return request -> response(request, responder.respond(Json.read(request, type), request));
    }

    private static Response response(Request request, @Nullable Object result) {
        return switch (result) {
            case Response response -> response;
            case Created created -> created.response();
            case Optional<?> perhaps ->
                    perhaps.map(value -> response(request, value))
                            .orElseThrow(
                                    () -> HttpProblem.notFound(request.path() + " is not there"));
            case CharSequence text -> Response.text(text.toString());
            case null -> Response.of(204);
            default -> Json.response(result);
        };
    }
}
