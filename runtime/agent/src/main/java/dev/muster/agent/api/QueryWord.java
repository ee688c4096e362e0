package dev.muster.agent.api;

import dev.muster.http.HttpProblem;
import dev.muster.http.Request;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A word of a query: what it is read as, and what the document says of it.
 *
 * @param name one of {@link dev.muster.control.ApiQuery}
 * @param schema of its values, as JSON Schema has it
 * @param wanted what may stand for it, as a sentence says it
 * @param reading empty where a text is none of its values
 * @param unsaid what counts where a request does not have the word
 */
record QueryWord<T>(
        String name,
        Map<String, Object> schema,
        String wanted,
        Function<String, Optional<T>> reading,
        T unsaid) {

    /** Any text; an empty one is none. */
    static QueryWord<Optional<String>> text(String name) {
        return new QueryWord<>(
                name, Map.of("type", "string"), "a text", any(Optional::of), Optional.empty());
    }

    /** A text that is read by {@code reading}; an empty one is none. */
    static <T> QueryWord<Optional<T>> text(
            String name, String wanted, Function<String, Optional<T>> reading) {
        return new QueryWord<>(
                name,
                schema("string", "description", wanted),
                wanted,
                any(reading),
                Optional.empty());
    }

    /** Decimal digits, from 0 to {@code most}. */
    static QueryWord<Integer> number(String name, int most, int unsaid) {
        var schema = schema("integer", "minimum", 0, "maximum", most, "default", unsaid);
        var digits = "\\d{1," + Integer.toString(most).length() + "}";
        return new QueryWord<>(
                name,
                schema,
                "a number from 0 to " + most,
                text ->
                        Optional.of(text)
                                .filter(each -> each.matches(digits))
                                .map(Integer::parseInt)
                                .filter(number -> number <= most),
                unsaid);
    }

    /** {@code true} or {@code false}; the word alone says true. */
    static QueryWord<Boolean> flag(String name) {
        return new QueryWord<>(
                name,
                schema("boolean", "default", false),
                "true or false",
                text ->
                        switch (text) {
                            case "", "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.empty();
                        },
                false);
    }

    /** A constant of an enum, in small letters. */
    static <E extends Enum<E>> QueryWord<E> oneOf(String name, E unsaid) {
        var constants = List.of(unsaid.getDeclaringClass().getEnumConstants());
        var words = constants.stream().map(QueryWord::small).toList();
        return new QueryWord<>(
                name,
                schema("string", "enum", words, "default", small(unsaid)),
                joined(words),
                text -> constants.stream().filter(each -> small(each).equals(text)).findFirst(),
                unsaid);
    }

    /**
     * What a request says by this word.
     *
     * @throws HttpProblem 400 naming the word, what was given, and what may be
     */
    T of(Request request) {
        var given = request.query(name);
        return given.isEmpty()
                ? unsaid
                : reading.apply(given.get()).orElseThrow(() -> wrong(request, given.get()));
    }

    /**
     * Refuses a query that says something else than these words, each once: what is passed over, or
     * counts in part, answers another question than was asked. A value that is wrong is refused
     * also where what is asked for does not look at it.
     *
     * @throws HttpProblem 400 naming the word
     */
    static void check(List<QueryWord<?>> words, Request request) {
        var known = words.stream().map(QueryWord::name).toList();
        var said = new HashSet<String>();
        for (var name : request.queryNames()) {
            if (!known.contains(name)) {
                var taken = known.isEmpty() ? "none" : String.join(", ", known);
                throw HttpProblem.badRequest(
                        "\"" + name + "\" is no word of this query; it takes " + taken);
            }
            if (!said.add(name)) {
                throw HttpProblem.badRequest(
                        written(name, request) + " is given more than once; say it once");
            }
        }
        words.forEach(word -> word.of(request));
    }

    private HttpProblem wrong(Request request, String given) {
        return HttpProblem.badRequest(
                written(name, request) + " is \"" + given + "\"; it must be " + wanted);
    }

    /** The command has an option for each word. */
    private static String written(String name, Request request) {
        return Replies.wantsText(request) ? "--" + name : name;
    }

    private static <T> Function<String, Optional<Optional<T>>> any(
            Function<String, Optional<T>> reading) {
        return text -> {
            Optional<T> read = text.isEmpty() ? Optional.empty() : reading.apply(text);
            return text.isEmpty() || read.isPresent() ? Optional.of(read) : Optional.empty();
        };
    }

    private static String small(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String joined(List<String> words) {
        int last = words.size() - 1;
        return String.join(
                " or ",
                Stream.of(String.join(", ", words.subList(0, last)), words.get(last))
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    private static Map<String, Object> schema(String type, Object... namesAndValues) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", type);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            schema.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return schema;
    }
}
