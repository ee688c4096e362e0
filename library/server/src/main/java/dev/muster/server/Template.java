package dev.muster.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A route's path, such as {@code /orders/{id}} or {@code /files/{path...}}, taken apart.
 *
 * @param text as it was written
 */
record Template(String text, List<Segment> segments) {

    sealed interface Segment {
        /** What two templates have in common when the same paths match both. */
        String shape();
    }

    record Literal(String text) implements Segment {
        @Override
        public String shape() {
            return text;
        }
    }

    /** Matches one segment that is not empty. */
    record Placeholder(String name) implements Segment {
        @Override
        public String shape() {
            return "{}";
        }
    }

    /** Matches whatever is left of the path, which may be nothing. */
    record Rest(String name) implements Segment {
        @Override
        public String shape() {
            return "{...}";
        }
    }

    static Template parse(String text) {
        TemplateRules.check(text);
        var segments = new ArrayList<Segment>();
        for (var part : text.substring(1).split("/", -1)) {
            segments.add(segment(part));
        }
        return new Template(text, List.copyOf(segments));
    }

    /** The placeholders' names, in order. */
    List<String> names() {
        return segments.stream()
                .<String>mapMulti(
                        (segment, names) -> {
                            switch (segment) {
                                case Placeholder placeholder -> names.accept(placeholder.name());
                                case Rest rest -> names.accept(rest.name());
                                case Literal _ -> {}
                            }
                        })
                .toList();
    }

    String shape() {
        return segments.stream().map(Segment::shape).collect(Collectors.joining("/", "/", ""));
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
