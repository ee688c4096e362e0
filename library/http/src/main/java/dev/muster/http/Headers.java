package dev.muster.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The fields of a message's header section, in order; names compare without regard to case (RFC
 * 9110, section 5.1).
 *
 * <p>Immutable. Kept as one flat array of names and values, because messages carry a dozen fields
 * and a scan of a dozen beats a hash.
 */
public final class Headers implements Iterable<Headers.Field> {
    private static final Headers EMPTY = new Headers(new String[0]);

    private final String[] namesAndValues;

    private Headers(String[] namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** One field line. */
    public record Field(String name, String value) {}

    public static Headers empty() {
        return EMPTY;
    }

    /**
     * Headers of alternating names and values.
     *
     * @throws IllegalArgumentException on an odd count, or a name or value that cannot stand in a
     *     field line: a control character there would let a value forge the lines after it
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "headers come in pairs, got " + namesAndValues.length + " strings");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            requireName(namesAndValues[i]);
            Grammar.requireFieldValue(namesAndValues[i], namesAndValues[i + 1]);
        }
        return namesAndValues.length == 0 ? EMPTY : new Headers(namesAndValues.clone());
    }

    /** The first value of {@code name}. */
    public Optional<String> first(String name) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equalsIgnoreCase(name)) {
                return Optional.of(namesAndValues[i + 1]);
            }
        }
        return Optional.empty();
    }

    /**
     * The value of {@code name} if there is exactly one line of it: of two that contradict each
     * other neither can be trusted.
     */
    public Optional<String> only(String name) {
        @Nullable String found = null;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equalsIgnoreCase(name)) {
                if (found != null) {
                    return Optional.empty();
                }
                found = namesAndValues[i + 1];
            }
        }
        return Optional.ofNullable(found);
    }

    /** Every value of {@code name}, in order. */
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i].equalsIgnoreCase(name)) {
                values.add(namesAndValues[i + 1]);
            }
        }
        return List.copyOf(values);
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    /** How many field lines there are. */
    public int size() {
        return namesAndValues.length / 2;
    }

    /** These headers with {@code value} as the only value of {@code name}. */
    public Headers with(String name, String value) {
        return without(name).and(name, value);
    }

    /** These headers and one more line, after those that are there. */
    public Headers and(String name, String value) {
        requireName(name);
        Grammar.requireFieldValue(name, value);
        var longer = Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
        longer[namesAndValues.length] = name;
        longer[namesAndValues.length + 1] = value;
        return new Headers(longer);
    }

    /** These headers with no line of {@code name}. */
    public Headers without(String name) {
        if (!contains(name)) {
            return this;
        }
        var kept = new ArrayList<String>(namesAndValues.length);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i].equalsIgnoreCase(name)) {
                kept.add(namesAndValues[i]);
                kept.add(namesAndValues[i + 1]);
            }
        }
        return kept.isEmpty() ? EMPTY : new Headers(kept.toArray(String[]::new));
    }

    @Override
    public Iterator<Field> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < namesAndValues.length;
            }

            @Override
            public Field next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var field = new Field(namesAndValues[next], namesAndValues[next + 1]);
                next += 2;
                return field;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && Arrays.equals(namesAndValues, that.namesAndValues);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(namesAndValues);
    }

    @Override
    public String toString() {
        var lines = new StringBuilder();
        forEach(
                field ->
                        lines.append(field.name()).append(": ").append(field.value()).append('\n'));
        return lines.toString();
    }

    private static void requireName(String name) {
        Grammar.requireToken("a header's name", name);
    }
}
