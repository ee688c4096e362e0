package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a file says, as a sentence of ours shows it. */
final class Shown {
    private static final int LONGEST_SHOWN = 60;

    private Shown() {}

    /** A node as a problem shows it: text in quotes, and nothing that moves a terminal's cursor. */
    static String of(Node node) {
        return switch (node) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.STR) ->
                    "\"" + printable(scalar.getValue()) + "\"";
            case ScalarNode scalar -> printable(scalar.getValue());
            case MappingNode _ -> "a mapping";
            default -> "a list";
        };
    }

    static String printable(String raw) {
        var shown = new StringBuilder();
        raw.codePoints()
                .limit(LONGEST_SHOWN)
                .forEach(
                        c -> {
                            if (isPlain(c)) {
                                shown.appendCodePoint(c);
                            } else {
                                shown.append(String.format("\\u%04x", c));
                            }
                        });
        return raw.length() > LONGEST_SHOWN ? shown + "..." : shown.toString();
    }

    /**
     * Neither moves a terminal's cursor nor changes the direction of what is written, and is a
     * character at all.
     */
    static boolean isPlain(int c) {
        return !Character.isISOControl(c)
                && Character.isDefined(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.SURROGATE;
    }
}
