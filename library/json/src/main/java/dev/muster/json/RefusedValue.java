package dev.muster.json;

import dev.muster.http.ScalarType;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.exc.MismatchedInputException;

import java.util.Map;
import java.util.Optional;

/** A value that is not what was asked for, and what that was in words. */
final class RefusedValue extends MismatchedInputException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String found;
    private final String expected;

    /**
     * What the parser stands on is refused.
     *
     * @param expected reads on from what was found: {@code expected a list}
     */
    RefusedValue(JsonParser parser, String expected) {
        super(parser, expected);
        this.found = null;
        this.expected = expected;
    }

    /**
     * @param found in words, where that is not what the parser stands on
     */
    RefusedValue(JsonParser parser, String found, String expected) {
        super(parser, expected);
        this.found = found;
        this.expected = expected;
    }

    /** The text that the parser stands on as a value of {@code type}. */
    static <T> T read(JsonParser parser, ScalarType<T> type) {
        try {
            return type.read(parser.getString());
        } catch (IllegalArgumentException e) {
            throw new RefusedValue(parser, String.valueOf(e.getMessage()));
        }
    }

    /** The name of a member that is no key of its map. */
    static RefusedValue key(DeserializationContext context, String key, String expected) {
        var refused = new RefusedValue(context.getParser(), "the key \"" + key + '"', expected);
        refused.prependPath(Map.class, key);
        return refused;
    }

    Optional<String> found() {
        return Optional.ofNullable(found);
    }

    String expected() {
        return expected;
    }
}
