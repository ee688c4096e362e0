package dev.muster.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A route's path, such as {@code /orders/{id}} or {@code /files/{path...}}, taken apart. A segment
 * is a literal, a placeholder for one segment, or at the end a placeholder for all that is left.
 * Immutable.
 */
public final class RouteTemplate {
    private final String text;
    private final List<Segment> segments;
    private final List<String> names;

    private RouteTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = segments;
        this.names =
                segments.stream()
                        .<String>mapMulti(
                                (segment, found) -> {
                                    switch (segment) {
                                        case Placeholder(var name) -> found.accept(name);
                                        case Rest(var name) -> found.accept(name);
                                        case Literal _ -> {}
                                    }
                                })
                        .toList();
    }

    /** What one segment of a path must be. */
    public sealed interface Segment {}

    /** Matches this text, decoded. */
    public record Literal(String text) implements Segment {}

    /** Matches one segment that is not empty. */
    public record Placeholder(String name) implements Segment {}

    /** Matches whatever is left of the path, which may be nothing. */
    public record Rest(String name) implements Segment {}

    /**
     * @throws IllegalArgumentException if the text is not a template; the message says why, and how
     *     it is written
     */
    public static RouteTemplate of(String text) {
        TemplateRules.check(text);
        var segments =
                Arrays.stream(text.substring(1).split("/", -1))
                        .map(RouteTemplate::segment)
                        .toList();
        return new RouteTemplate(text, segments);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    public List<Segment> segments() {
        return segments;
    }

    /** The template with its placeholders unnamed: equal where the same paths match. */
    public String shape() {
        return segments.stream()
                .map(
                        segment ->
                                switch (segment) {
                                    case Literal(var literal) -> literal;
                                    case Placeholder _ -> "{}";
                                    case Rest _ -> "{...}";
                                })
                .collect(Collectors.joining("/", "/", ""));
    }

    /** What each placeholder stands for in a path of these segments; null if the path differs. */
    @Nullable Map<String, String> match(List<String> path) {
        var values = new ArrayList<String>(names.size());
        for (int i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            if (segment instanceof Rest && i < path.size()) {
                values.add(String.join("/", path.subList(i, path.size())));
                return byName(values);
            }
            if (i == path.size() || !isTaken(segment, path.get(i), values)) {
                return null;
            }
        }
        return segments.size() == path.size() ? byName(values) : null;
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isTaken(Segment segment, String part, List<String> values) {
        if (segment instanceof Literal(var literal)) {
            return literal.equals(part);
        }
        values.add(part);
        return !part.isEmpty();
    }

    private Map<String, String> byName(List<String> values) {
        return switch (names.size()) {
            case 0 -> Map.of();
            case 1 -> Map.of(names.getFirst(), values.getFirst());
            default ->
                    IntStream.range(0, names.size())
                            .boxed()
                            .collect(Collectors.toUnmodifiableMap(names::get, values::get));
        };
    }

    private static Segment segment(String part) {
        if (!part.startsWith("{")) {
            return new Literal(part);
        }
        return part.endsWith("...}")
                ? new Rest(part.substring(1, part.length() - 4))
                : new Placeholder(part.substring(1, part.length() - 1));
    }
}
