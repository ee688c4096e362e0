package dev.muster.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines of {@code key=value} pairs, as Go's slog, logrus and many others write them. */
final class Logfmt {
    private static final Pattern PAIR =
            Pattern.compile(
                    "([A-Za-z_@][\\w.@/-]*)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"]*)(?:\\s+|$)",
                    Pattern.DOTALL);

    private Logfmt() {}

    /** Empty for what is not made of pairs alone, or has neither a message nor a level. */
    static Optional<ParsedLine> parse(String text) {
        if (text.indexOf('=') < 0) {
            return Optional.empty();
        }
        var pairs = new LinkedHashMap<String, String>();
        var matcher = PAIR.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.region(at, text.length()).lookingAt()) {
            pairs.putIfAbsent(matcher.group(1), matcher.group(2));
            at = matcher.end();
        }
        var fields = new LogFields();
        pairs.forEach((key, value) -> fields.text(key, unquoted(value)));
        boolean isLine =
                at == text.length()
                        && fields.level.isPresent()
                        && (fields.message.isPresent() || fields.time.isPresent());
        return isLine ? Optional.of(line(text, pairs, fields)) : Optional.empty();
    }

    private static ParsedLine line(String text, Map<String, String> pairs, LogFields fields) {
        var others =
                pairs.entrySet().stream()
                        .filter(pair -> !LogFields.isKnown(pair.getKey()))
                        .map(pair -> pair.getKey() + "=" + pair.getValue());
        var message =
                java.util.stream.Stream.concat(fields.message.stream(), others)
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
