package dev.muster.http;

import java.util.Locale;
import java.util.Set;

/**
 * What a {@code Content-Type} says (RFC 9110, section 8.3.1), in lower case.
 *
 * @param name such as {@code application/json}; empty where the header says nothing
 * @param charset empty where it is not said
 */
public record MediaType(String name, String charset) {
    private static final String EVENTS = "text/event-stream";
    private static final Set<String> UTF_8 = Set.of("", "utf-8", "utf8", "us-ascii");

    /** The media type of a header's value, of which parameters but the charset are passed over. */
    public static MediaType of(String contentType) {
        var parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        var charset = "";
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip();
            if (parameter.startsWith("charset=")) {
                charset = parameter.substring("charset=".length()).replace("\"", "").strip();
            }
        }
        return new MediaType(parts[0].strip(), charset);
    }

    /**
     * Whether a header's value says that what follows are server-sent events: a stream that need
     * not end, and whose client takes its end for a pause and asks again.
     */
    public static boolean isOfEvents(String contentType) {
        return contentType.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
    }

    /** {@code application/json}, or a type that is written in it, such as a problem document. */
    public boolean isJson() {
        return name.equals("application/json") || name.endsWith("+json");
    }

    /** Whether text of this type is UTF-8: it says so, or says nothing. */
    public boolean isUtf8() {
        return UTF_8.contains(charset);
    }

    @Override
    public String toString() {
        return charset.isEmpty() ? name : name + "; charset=" + charset;
    }
}
