package dev.muster.transport;

import dev.muster.http.Headers;
import dev.muster.transport.wire.Fields;
import dev.muster.transport.wire.HeadRules;

import io.netty.handler.codec.http.HttpHeaders;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The field lines of a message in one flat array, in order. Messages carry a dozen fields: a scan
 * of a dozen beats a hash, and nothing is allocated per field but its value.
 *
 * <p>What a listener or a pool receives has its headers in this form; what is sent in this form is
 * written without being checked again. Not thread-safe.
 */
public final class FlatHeaders extends HttpHeaders implements Fields {
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
     * Any headers in this form: themselves if they have it.
     *
     * @throws IllegalArgumentException on a name or value that cannot be sent
     */
    static FlatHeaders from(HttpHeaders headers) {
        if (headers instanceof FlatHeaders flat) {
            return flat;
        }
        var flat = new FlatHeaders();
        headers.iteratorCharSequence()
                .forEachRemaining(field -> flat.add(field.getKey().toString(), field.getValue()));
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
        return Headers.ofChecked(Arrays.copyOf(lines, length));
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

    @Override
    public @Nullable String get(String name) {
        int at = find(name, 0);
        return at < 0 ? null : lines[at + 1];
    }

    @Override
    public @Nullable String get(CharSequence name) {
        return get(name.toString());
    }

    @Override
    public List<String> getAll(String name) {
        var values = new ArrayList<String>();
        for (int at = find(name, 0); at >= 0; at = find(name, at + 2)) {
            values.add(lines[at + 1]);
        }
        return values;
    }

    @Override
    public boolean contains(String name) {
        return find(name, 0) >= 0;
    }

    @Override
    public boolean isEmpty() {
        return length == 0;
    }

    @Override
    public int size() {
        return length / 2;
    }

    @Override
    public Set<String> names() {
        var seen = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        var names = new LinkedHashSet<String>();
        for (int i = 0; i < length; i += 2) {
            if (seen.add(lines[i])) {
                names.add(lines[i]);
            }
        }
        return names;
    }

    @Override
    public FlatHeaders add(String name, Object value) {
        append(HeadRules.requireName(name), HeadRules.requireValue(name, value.toString()));
        return this;
    }

    @Override
    public FlatHeaders add(String name, Iterable<?> values) {
        for (var value : values) {
            add(name, value);
        }
        return this;
    }

    @Override
    public FlatHeaders addInt(CharSequence name, int value) {
        return add(name.toString(), value);
    }

    @Override
    public FlatHeaders addShort(CharSequence name, short value) {
        return add(name.toString(), value);
    }

    @Override
    public FlatHeaders set(String name, Object value) {
        int at = find(name, 0);
        if (at < 0) {
            return add(name, value);
        }
        lines[at + 1] = HeadRules.requireValue(name, value.toString());
        removeFrom(at + 2, name);
        return this;
    }

    @Override
    public FlatHeaders set(String name, Iterable<?> values) {
        return remove(name).add(name, values);
    }

    @Override
    public FlatHeaders setInt(CharSequence name, int value) {
        return set(name.toString(), (Object) value);
    }

    @Override
    public FlatHeaders setShort(CharSequence name, short value) {
        return set(name.toString(), (Object) value);
    }

    @Override
    public FlatHeaders remove(String name) {
        removeFrom(0, name);
        return this;
    }

    @Override
    public FlatHeaders clear() {
        Arrays.fill(lines, 0, length, null);
        length = 0;
        return this;
    }

    @Override
    public FlatHeaders copy() {
        return new FlatHeaders(lines.clone(), length);
    }

    @Override
    public @Nullable Integer getInt(CharSequence name) {
        return parsed(name, Integer::valueOf);
    }

    @Override
    public int getInt(CharSequence name, int otherwise) {
        var value = parsed(name, Integer::valueOf);
        return value == null ? otherwise : value;
    }

    @Override
    public @Nullable Short getShort(CharSequence name) {
        return parsed(name, Short::valueOf);
    }

    @Override
    public short getShort(CharSequence name, short otherwise) {
        var value = parsed(name, Short::valueOf);
        return value == null ? otherwise : value;
    }

    @Override
    public @Nullable Long getTimeMillis(CharSequence name) {
        return parsed(name, FlatHeaders::millis);
    }

    @Override
    public long getTimeMillis(CharSequence name, long otherwise) {
        var value = parsed(name, FlatHeaders::millis);
        return value == null ? otherwise : value;
    }

    @Override
    public List<Map.Entry<String, String>> entries() {
        var entries = new ArrayList<Map.Entry<String, String>>(size());
        for (int i = 0; i < length; i += 2) {
            entries.add(new SimpleImmutableEntry<>(lines[i], lines[i + 1]));
        }
        return entries;
    }

    @Override
    @Deprecated
    public Iterator<Map.Entry<String, String>> iterator() {
        return iterate((name, value) -> new SimpleImmutableEntry<>(name, value));
    }

    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iteratorCharSequence() {
        return iterate((name, value) -> new SimpleImmutableEntry<>(name, value));
    }

    private interface Entries<T> {
        T of(String name, String value);
    }

    private <T> Iterator<T> iterate(Entries<T> entries) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < length;
            }

            @Override
            public T next() {
                if (next >= length) {
                    throw new NoSuchElementException();
                }
                next += 2;
                return entries.of(lines[next - 2], lines[next - 1]);
            }
        };
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

    private <T> @Nullable T parsed(CharSequence name, Function<String, T> parser) {
        var value = get(name);
        try {
            return value == null ? null : parser.apply(value.trim());
        } catch (IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static Long millis(String value) {
        return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant()
                .toEpochMilli();
    }
}
