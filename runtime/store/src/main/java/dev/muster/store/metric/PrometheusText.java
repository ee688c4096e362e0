package dev.muster.store.metric;

import dev.muster.store.StoreException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A cursor over the Prometheus text exposition format, version 0.0.4, that allocates nothing for a
 * line nobody wants: each {@link #next} parses one sample, and its parts are positions in the text.
 * OpenMetrics' exemplars and time stamps are read over.
 *
 * <p>Strict where laxness would make figures up: a line that is no sample, and a text that ends
 * within a line, are refused with {@link StoreException}.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
final class PrometheusText {
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final String text;
    private int at;
    private int line;
    private int start;
    private int nameEnd;
    private int keyEnd;
    private double value;

    PrometheusText(String text) {
        this.text = text;
    }

    /** Moves to the next sample; false at the end of the text. */
    boolean next() {
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            line++;
            if (end < 0) {
                throw malformed("the text ends within a line");
            }
            start = at;
            at = end + 1;
            if (start < end && text.charAt(start) != '#' && !isBlank(start, end)) {
                parse(end);
                return true;
            }
        }
        return false;
    }

    /** Whether the sample's metric is {@code family} followed by {@code suffix}. */
    boolean isNamed(String family, String suffix) {
        return nameEnd - start == family.length() + suffix.length()
                && text.startsWith(family, start)
                && text.startsWith(suffix, start + family.length());
    }

    /** Whether name and labels are, letter for letter, {@code key}. */
    boolean hasKey(String key) {
        return keyEnd - start == key.length() && text.startsWith(key, start);
    }

    /** Name and labels as they are written. */
    String key() {
        return text.substring(start, keyEnd);
    }

    double value() {
        return value;
    }

    /** The sample's labels, unescaped, in the order they are written. */
    Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        int i = nameEnd + 1;
        while (i < keyEnd - 1) {
            int equals = text.indexOf('=', i);
            int open = text.indexOf('"', equals);
            int close = closingQuote(open + 1, keyEnd);
            labels.put(text.substring(i, equals).strip(), unescaped(open + 1, close));
            i = skip(close + 1, keyEnd, ", ");
        }
        return labels;
    }

    private void parse(int end) {
        nameEnd = name(start, end, true);
        if (nameEnd == start) {
            throw malformed("no metric's name");
        }
        keyEnd = nameEnd;
        if (nameEnd < end && text.charAt(nameEnd) == '{') {
            keyEnd = labelsEnd(nameEnd + 1, end);
        }
        int valueStart = skip(keyEnd, end, " \t");
        int valueEnd = valueStart;
        while (valueEnd < end && " \t\r".indexOf(text.charAt(valueEnd)) < 0) {
            valueEnd++;
        }
        if (valueStart == valueEnd) {
            throw malformed("no value");
        }
        value = number(valueStart, valueEnd);
        requireTimestampOrExemplar(skip(valueEnd, end, " \t\r"), end);
    }

    private int labelsEnd(int from, int end) {
        int i = skip(from, end, " ");
        while (i < end && text.charAt(i) != '}') {
            int labelEnd = name(i, end, false);
            int equals = skip(labelEnd, end, " ");
            if (labelEnd == i || equals >= end || text.charAt(equals) != '=') {
                throw malformed("a label without name or value");
            }
            int open = skip(equals + 1, end, " ");
            if (open >= end || text.charAt(open) != '"') {
                throw malformed("a label's value without its quotes");
            }
            int close = closingQuote(open + 1, end);
            i = skip(close + 1, end, " ");
            if (i < end && text.charAt(i) == ',') {
                i = skip(i + 1, end, " ");
            } else if (i < end && text.charAt(i) != '}') {
                throw malformed("labels without a comma between them");
            }
        }
        if (i >= end) {
            throw malformed("labels without their closing brace");
        }
        return i + 1;
    }

    private int name(int from, int end, boolean metric) {
        int i = from;
        while (i < end) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean later = i > from && c >= '0' && c <= '9';
            if (!letter && !later && !(metric && c == ':')) {
                break;
            }
            i++;
        }
        return i;
    }

    private int closingQuote(int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i;
            }
            if (c == '\\') {
                i++;
            }
        }
        throw malformed("a label's value without its closing quote");
    }

    private String unescaped(int from, int to) {
        if (text.indexOf('\\', from, to) < 0) {
            return text.substring(from, to);
        }
        var plain = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < to) {
                char escaped = text.charAt(++i);
                plain.append(escaped == 'n' ? '\n' : escaped);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** The digits that most samples are, without a string; the rest by the JDK's parser. */
    private double number(int from, int to) {
        long digits = 0;
        int count = 0;
        int fraction = -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '.' && fraction < 0) {
                fraction = 0;
            } else if (c >= '0' && c <= '9' && count < 15) {
                digits = digits * 10 + (c - '0');
                count++;
                fraction += fraction >= 0 ? 1 : 0;
            } else {
                return unusualNumber(text.substring(from, to));
            }
        }
        if (count == 0) {
            throw malformed("a value that is not a number");
        }
        return digits / POWERS_OF_TEN[Math.max(fraction, 0)];
    }

    private double unusualNumber(String word) {
        return switch (word) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "NaN" -> Double.NaN;
            default -> {
                // Java's parser also takes "1d" and hexadecimal, which the format does not know.
                char last = word.charAt(word.length() - 1);
                if (last < '0' || last > '9' || word.indexOf('x') >= 0 || word.indexOf('X') >= 0) {
                    throw malformed("a value that is not a number");
                }
                try {
                    yield Double.parseDouble(word);
                } catch (NumberFormatException e) {
                    throw malformed("a value that is not a number");
                }
            }
        };
    }

    private void requireTimestampOrExemplar(int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '#') {
                return;
            }
            if ((c < '0' || c > '9') && "-+.eE \t\r".indexOf(c) < 0) {
                throw malformed("something after the value");
            }
        }
    }

    private int skip(int from, int end, String characters) {
        int i = from;
        while (i < end && characters.indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private boolean isBlank(int from, int to) {
        return skip(from, to, " \t\r") == to;
    }

    private StoreException malformed(String what) {
        return new StoreException("line " + line + " of the metrics text has " + what);
    }
}
