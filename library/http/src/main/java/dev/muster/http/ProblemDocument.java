package dev.muster.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes the document that tells a client of a problem, {@code application/problem+json} (RFC
 * 9457), with the members {@code type}, {@code title}, {@code status}, {@code detail}, {@code
 * traceId} and those of the problem's own, in this order and on one line. Every text is escaped,
 * whatever it holds: a detail may quote what a client sent.
 */
public final class ProblemDocument {
    /** What the response's {@code Content-Type} is. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The type of a problem that is no more than its status says (RFC 9457, section 4.2.1). */
    private static final String NO_TYPE = "\"about:blank\"";

    private static final String TYPE = "type";
    private static final Set<String> OWN = Set.of(TYPE, "title", "status", "detail", "traceId");

    private final StringBuilder json = new StringBuilder(256);

    private ProblemDocument() {}

    /**
     * The document of a problem that is titled as its status is.
     *
     * @param traceId what the client may quote to us; left out where empty
     * @return in UTF-8
     */
    public static byte[] of(int status, String detail, String traceId) {
        return new ProblemDocument()
                .begin(NO_TYPE, StatusName.of(status), status, detail, traceId)
                .end();
    }

    /**
     * The document of {@code problem}, with its extensions. One that is named {@code type} is the
     * document's type; any other that is named as a member of the document is left out.
     *
     * @param traceId what the client may quote to us; left out where empty
     * @param toJson writes the value of an extension as JSON
     * @return in UTF-8
     */
    public static byte[] of(HttpProblem problem, String traceId, Function<Object, String> toJson) {
        var extensions = problem.extensions();
        var type = extensions.get(TYPE);
        var document =
                new ProblemDocument()
                        .begin(
                                type == null ? NO_TYPE : toJson.apply(type),
                                problem.title(),
                                problem.status(),
                                problem.detail(),
                                traceId);
        extensions.entrySet().stream()
                .filter(extension -> !OWN.contains(extension.getKey()))
                .forEach(extension -> document.extend(extension, toJson));
        return document.end();
    }

    private ProblemDocument begin(
            String type, String title, int status, String detail, String traceId) {
        json.append("{\"type\":").append(type).append(",\"title\":");
        text(title);
        json.append(",\"status\":").append(status).append(",\"detail\":");
        text(detail);
        if (!traceId.isEmpty()) {
            json.append(",\"traceId\":");
            text(traceId);
        }
        return this;
    }

    private void extend(Map.Entry<String, Object> extension, Function<Object, String> toJson) {
        json.append(',');
        text(extension.getKey());
        json.append(':').append(toJson.apply(extension.getValue()));
    }

    /** Ends with a line break, because such a document is often read in a terminal. */
    private byte[] end() {
        return json.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void text(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (isSafe(text, i)) {
                        json.append(c);
                    } else {
                        escape(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** Whether it is neither a control character, which a terminal obeys, nor half of a pair. */
    private static boolean isSafe(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
    }

    private void escape(char c) {
        json.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            json.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
