package dev.muster.agent.api;

import dev.muster.agent.stream.EventStream;
import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing that can be asked of the control API. The route of it and its place in the document are
 * made of this one value.
 *
 * <pre>{@code
 * Operation.post("/api/v1/greetings", "Greets somebody.")
 *         .with(LANGUAGE)
 *         .taking(Greeting.class)
 *         .answers(Outcome.class, this::greet)
 * }</pre>
 *
 * @param path whose placeholders stand for one segment each, such as {@code {name}}
 * @param summary a sentence for the document
 * @param words of the query
 * @param body a record that the request holds as JSON, where it has a body
 * @param answer the record that is sent as JSON; empty where a stream of events is
 */
record Operation(
        String method,
        String path,
        String summary,
        List<QueryWord<?>> words,
        Optional<Class<?>> body,
        Optional<Class<?>> answer,
        Handler handler) {

    static Asked get(String path, String summary) {
        return new Asked("GET", path, summary, List.of());
    }

    static Asked post(String path, String summary) {
        return new Asked("POST", path, summary, List.of());
    }

    /** How an operation is asked for; what it answers makes it one. */
    record Asked(String method, String path, String summary, List<QueryWord<?>> words) {
        Asked with(QueryWord<?>... more) {
            return with(List.of(more));
        }

        Asked with(List<QueryWord<?>> more) {
            var all = Stream.concat(words.stream(), more.stream()).toList();
            return new Asked(method, path, summary, all);
        }

        <B> Taking<B> taking(Class<B> body) {
            return new Taking<>(this, body);
        }

        /**
         * @param answer what is sent as JSON to whoever does not ask for text
         */
        Operation answers(Class<?> answer, Handler handler) {
            return made(Optional.empty(), Optional.of(answer), handler);
        }

        /** Answers with events, as long as there are any. */
        Operation streams(Function<Request, EventStream.Source> source) {
            return made(
                    Optional.empty(),
                    Optional.empty(),
                    request -> EventStream.response(source.apply(request)));
        }

        private Operation made(
                Optional<Class<?>> body, Optional<Class<?>> answer, Handler handler) {
            return new Operation(
                    method,
                    path,
                    summary,
                    words,
                    body,
                    answer,
                    request -> {
                        QueryWord.check(words, request);
                        return handler.handle(request);
                    });
        }
    }

    /** A handler that is given the body as it was read. */
    @FunctionalInterface
    interface BodyHandler<B> {
        Response handle(Request request, B body) throws Exception;
    }

    /** An operation whose request has a body. */
    record Taking<B>(Asked asked, Class<B> body) {
        Operation answers(Class<?> answer, BodyHandler<B> handler) {
            return asked.made(
                    Optional.of(body),
                    Optional.of(answer),
                    request -> handler.handle(request, Json.read(request, body)));
        }
    }
}
