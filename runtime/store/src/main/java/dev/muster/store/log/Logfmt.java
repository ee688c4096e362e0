package dev.muster.store.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines of {@code key=value} pairs, as Go's slog, logrus and many others write them. */
final class Logfmt {
    private static final int MOST_PAIRS = 200;

    private Logfmt() {}

    /** Empty for what is not made of pairs alone, or has neither a message nor a level. */
    static Optional<ParsedLine> parse(String text) {
        if (text.indexOf('=') < 0) {
            return Optional.empty();
        }
        var pairs = new LinkedHashMap<String, String>();
        int at = 0;
        while (at < text.length() && pairs.size() < MOST_PAIRS) {
            int next = pair(text, at, pairs);
            if (next < 0) {
                return Optional.empty();
            }
            at = next;
        }
        var fields = new LogFields();
        pairs.forEach((key, value) -> fields.text(key, unquoted(value)));
        boolean isLine =
                at == text.length()
                        && fields.level.isPresent()
                        && (fields.message.isPresent() || fields.time.isPresent());
        return isLine ? Optional.of(line(text, pairs, fields)) : Optional.empty();
    }

    /**
     * Reads the pair that begins at {@code at}.
     *
     * @return where the next one begins, or -1 where there is no pair
     */
    private static int pair(String text, int at, Map<String, String> pairs) {
        int equals = at;
        while (equals < text.length() && isOfAKey(text.charAt(equals))) {
            equals++;
        }
        if (equals == at || equals == text.length() || text.charAt(equals) != '=') {
            return -1;
        }
        int start = equals + 1;
        int end =
                start < text.length() && text.charAt(start) == '"'
                        ? quoted(text, start)
                        : bare(text, start);
        if (end < 0 || (end < text.length() && text.charAt(end) != ' ')) {
            return -1;
        }
        pairs.putIfAbsent(text.substring(at, equals), text.substring(start, end));
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end;
    }

    private static boolean isOfAKey(char c) {
        return Character.isLetterOrDigit(c) || "_.@/-".indexOf(c) >= 0;
    }

    private static int bare(String text, int from) {
        int space = text.indexOf(' ', from);
        return space < 0 ? text.length() : space;
    }

    /** Where the quotes that open at {@code from} are closed, or -1. */
    private static int quoted(String text, int from) {
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        return -1;
    }

    private static ParsedLine line(String text, Map<String, String> pairs, LogFields fields) {
        var others =
                pairs.entrySet().stream()
                        .filter(pair -> !LogFields.isKnown(pair.getKey()))
                        .map(pair -> pair.getKey() + "=" + pair.getValue());
        var message =
                Stream.concat(fields.message.stream(), others)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" "));
        return new ParsedLine(
                fields.time,
                fields.level,
                fields.logger,
                message.isEmpty() ? text : message,
                fields.traceId,
                fields.detail(),
                false,
                text);
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1)
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }
}
