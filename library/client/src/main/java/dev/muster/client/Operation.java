package dev.muster.client;

import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.json.Json;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * What one method of a peer's interface sends, and what it makes of the answer.
 *
 * @param name as an error message shows it, such as {@code Catalog.product}
 * @param slots where each argument goes, in the order of the parameters
 */
record Operation(String name, String method, PathTemplate path, List<Slot> slots, Result result) {
    /** Where an argument goes. */
    sealed interface Slot {}

    record InPath(String placeholder) implements Slot {}

    record InQuery(String part) implements Slot {}

    record InHeader(String header) implements Slot {}

    record AsBody() implements Slot {}

    /** What the method returns. */
    sealed interface Result {}

    record Nothing() implements Result {}

    record Value(Type type) implements Result {}

    /** Empty where the peer answers 404, or 204. */
    record Maybe(Type type) implements Result {}

    /** The response as it is, whatever its status; its body is a stream. */
    record Raw() implements Result {}

    /**
     * The request for one call.
     *
     * @throws IllegalArgumentException if an argument is null or cannot be in a path
     */
    Request request(@Nullable Object[] arguments) {
        var inPath = new HashMap<String, String>();
        var query = new StringBuilder();
        var headers = Headers.empty();
        Object body = null;
        for (int i = 0; i < slots.size(); i++) {
            var argument = arguments[i];
            if (argument == null) {
                throw new IllegalArgumentException(
                        "argument " + (i + 1) + " of " + name + " is null");
            }
            switch (slots.get(i)) {
                case InPath(String placeholder) -> inPath.put(placeholder, argument.toString());
                case InQuery(String part) -> appendQuery(query, part, argument);
                case InHeader(String header) -> headers = withHeader(headers, header, argument);
                case AsBody() -> body = argument;
            }
        }
        var target = Request.of(method, path.fill(inPath) + query);
        var request =
                result instanceof Raw ? target : target.withHeader("Accept", "application/json");
        for (var header : headers) {
            request = request.withHeader(header.name(), header.value());
        }
        return body == null
                ? request
                : request.withHeader("Content-Type", "application/json").withBody(Json.write(body));
    }

    private static Headers withHeader(Headers headers, String name, Object argument) {
        return argument instanceof Optional<?> optional
                ? optional.map(value -> headers.with(name, value.toString())).orElse(headers)
                : headers.with(name, argument.toString());
    }

    private static void appendQuery(StringBuilder query, String part, Object argument) {
        switch (argument) {
            case Optional<?> optional ->
                    optional.ifPresent(value -> appendQuery(query, part, value));
            case Collection<?> values ->
                    values.forEach(value -> appendQuery(query, part, String.valueOf(value)));
            default ->
                    query.append(query.isEmpty() ? '?' : '&')
                            .append(PathTemplate.encode(part))
                            .append('=')
                            .append(PathTemplate.encode(argument.toString()));
        }
    }
}
