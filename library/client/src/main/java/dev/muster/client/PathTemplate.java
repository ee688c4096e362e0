package dev.muster.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A path with placeholders, such as {@code /products/{id}}.
 *
 * @param literals what stands before, between and after the placeholders: one more than these
 */
record PathTemplate(String text, List<String> literals, List<String> placeholders) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9/._~!$&'()*+,;=:@%-]*");

    /**
     * @throws IllegalArgumentException if {@code text} is no such path; the message tells why and
     *     reads on from the name of what has the path
     */
    static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "has the path \"" + text + "\", expected a leading /");
        }
        if (text.contains("?")) {
            throw new IllegalArgumentException(
                    "has a query in its path \"" + text + "\", expected parameters with @Query");
        }
        var literals = new ArrayList<String>();
        var placeholders = new ArrayList<String>();
        var matcher = PLACEHOLDER.matcher(text);
        int position = 0;
        while (matcher.find()) {
            literals.add(text.substring(position, matcher.start()));
            placeholders.add(matcher.group(1));
            position = matcher.end();
        }
        literals.add(text.substring(position));
        for (var literal : literals) {
            if (!LITERAL.matcher(literal).matches()) {
                throw new IllegalArgumentException(
                        "has the path \"" + text + "\", where \"" + literal + "\" is not a path");
            }
        }
        if (placeholders.stream().distinct().count() < placeholders.size()) {
            throw new IllegalArgumentException(
                    "has the path \"" + text + "\", which names a placeholder twice");
        }
        return new PathTemplate(text, List.copyOf(literals), List.copyOf(placeholders));
    }

    /**
     * The path with every placeholder filled, percent-encoded.
     *
     * @throws IllegalArgumentException if a value is empty or a dot segment, which would make it
     *     another path than the one that was meant
     */
    String fill(Map<String, String> values) {
        var path = new StringBuilder(text.length() + 16).append(literals.getFirst());
        for (int i = 0; i < placeholders.size(); i++) {
            var value = values.getOrDefault(placeholders.get(i), "");
            if (value.isEmpty() || value.equals(".") || value.equals("..")) {
                throw new IllegalArgumentException(
                        "\"%s\" cannot be the {%s} of %s"
                                .formatted(value, placeholders.get(i), text));
            }
            path.append(encode(value)).append(literals.get(i + 1));
        }
        return path.toString();
    }

    /** Percent-encoding of all but the unreserved characters (RFC 3986, section 2.3). */
    static String encode(String value) {
        var encoded = new StringBuilder(value.length() + 8);
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (isUnreserved(c)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-._~".indexOf(c) >= 0;
    }
}
