package dev.muster.transport;

import dev.muster.http.Headers;
import dev.muster.transport.wire.Fields;
import dev.muster.transport.wire.HeadRules;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The field lines of a message in one flat array, in order. Messages carry a dozen fields: a scan
 * of a dozen beats a hash, and nothing is allocated per field but its value.
 *
 * <p>What a listener or a pool receives has its headers in this form; what is sent in this form is
 * written without being checked again. Not thread-safe.
 */
public final class FlatHeaders implements Fields {
    private static final int LINES_AT_FIRST = 8;

    private String[] lines;
    private int length;

    public FlatHeaders() {
        this.lines = new String[2 * LINES_AT_FIRST];
    }

    private FlatHeaders(String[] lines, int length) {
        this.lines = lines;
        this.length = length;
    }

    /** These headers as the transport sends them. */
    public static FlatHeaders of(Headers headers) {
        var flat = new FlatHeaders(new String[2 * (headers.size() + 3)], 0);
        for (var field : headers) {
            flat.append(field.name(), field.value());
        }
        return flat;
    }

    /**
     * Headers whose alternating names and values a strict parser has checked; the array is kept.
     */
    static FlatHeaders ofChecked(String[] namesAndValues) {
        return new FlatHeaders(namesAndValues, namesAndValues.length);
    }

    /** These headers as values that never change. */
    public Headers toHeaders() {
        return Headers.of(length == lines.length ? lines : Arrays.copyOf(lines, length));
    }

    @Override
    public String name(int index) {
        return lines[2 * index];
    }

    @Override
    public String value(int index) {
        return lines[2 * index + 1];
    }

    /** Adds a line whose name and value are known to be fit to be sent. */
    public void append(String name, String value) {
        if (length == lines.length) {
            lines = Arrays.copyOf(lines, Math.max(2 * LINES_AT_FIRST, 2 * length));
        }
        lines[length] = name;
        lines[length + 1] = value;
        length += 2;
    }

    /** Removes every line whose name {@code drops}, in one pass. */
    public void removeIf(Predicate<String> drops) {
        int kept = 0;
        for (int i = 0; i < length; i += 2) {
            if (!drops.test(lines[i])) {
                lines[kept] = lines[i];
                lines[kept + 1] = lines[i + 1];
                kept += 2;
            }
        }
        Arrays.fill(lines, kept, length, null);
        length = kept;
    }

    /** The value of the first line of a name, in any case. */
    public @Nullable String get(String name) {
        int at = find(name, 0);
        return at < 0 ? null : lines[at + 1];
    }

    /** The values of every line of a name, in order. */
    public List<String> all(String name) {
        var values = new ArrayList<String>();
        for (int at = find(name, 0); at >= 0; at = find(name, at + 2)) {
            values.add(lines[at + 1]);
        }
        return values;
    }

    public boolean contains(String name) {
        return find(name, 0) >= 0;
    }

    /** Whether a line of a name has {@code element} in its comma-separated list, in any case. */
    public boolean lists(String name, String element) {
        for (int at = find(name, 0); at >= 0; at = find(name, at + 2)) {
            if (HeadRules.lists(lines[at + 1], element)) {
                return true;
            }
        }
        return false;
    }

    /** How many lines there are. */
    @Override
    public int size() {
        return length / 2;
    }

    /** How many bytes the lines have when they are sent, their ends included. */
    int sentBytes() {
        int bytes = 0;
        for (int i = 0; i < length; i += 2) {
            bytes += lines[i].length() + ": ".length() + lines[i + 1].length() + "\r\n".length();
        }
        return bytes;
    }

    /**
     * Adds a line.
     *
     * @throws IllegalArgumentException on a name or value that cannot be sent
     */
    public FlatHeaders add(String name, String value) {
        append(HeadRules.requireName(name), HeadRules.requireValue(name, value));
        return this;
    }

    /**
     * Puts one line in the place of all of its name.
     *
     * @throws IllegalArgumentException on a name or value that cannot be sent
     */
    public FlatHeaders set(String name, String value) {
        int at = find(name, 0);
        if (at < 0) {
            return add(name, value);
        }
        lines[at + 1] = HeadRules.requireValue(name, value);
        removeFrom(at + 2, name);
        return this;
    }

    /** Removes every line of a name. */
    public FlatHeaders remove(String name) {
        removeFrom(0, name);
        return this;
    }

    /** Every line, such as {@code Accept: a}, one below the other. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < length; i += 2) {
            text.append(lines[i]).append(": ").append(lines[i + 1]).append('\n');
        }
        return text.toString();
    }

    private int find(String name, int from) {
        for (int i = from; i < length; i += 2) {
            var candidate = lines[i];
            if (candidate.length() == name.length() && candidate.equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private void removeFrom(int from, String name) {
        int kept = find(name, from);
        if (kept < 0) {
            return;
        }
        for (int i = kept + 2; i < length; i += 2) {
            if (!lines[i].equalsIgnoreCase(name)) {
                lines[kept] = lines[i];
                lines[kept + 1] = lines[i + 1];
                kept += 2;
            }
        }
        Arrays.fill(lines, kept, length, null);
        length = kept;
    }
}
