package dev.muster.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The segments of a request's path, percent-decoded (RFC 3986, section 2.1). What could mean
 * something else to whoever reads the decoded path after us is refused: dot segments, however they
 * are hidden, control characters, and bytes that are no UTF-8.
 */
final class PathSegments {
    private PathSegments() {}

    /**
     * @throws HttpProblem 400
     */
    static List<String> of(String path) {
        var segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            var segment = segments[i];
            if (segment.indexOf('%') >= 0) {
                segment = decode(segment);
                segments[i] = segment;
            }
            if (segment.indexOf('.') >= 0) {
                requireNoDotSegment(segment);
            }
        }
        return List.of(segments);
    }

    private static String decode(String segment) {
        var bytes = new byte[segment.length()];
        int length = 0;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                c = octet(segment, i);
                i += 2;
            }
            bytes[length++] = (byte) c;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw HttpProblem.badRequest("the path is no UTF-8");
        }
    }

    private static char octet(String segment, int at) {
        int high = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(segment.charAt(at + 2), 16);
        if (low < 0) {
            throw HttpProblem.badRequest("the path holds a broken percent-encoding");
        }
        int octet = high << 4 | low;
        if (octet < ' ' || octet == 0x7f) {
            throw HttpProblem.badRequest("the path holds a control character");
        }
        return (char) octet;
    }

    private static void requireNoDotSegment(String segment) {
        for (var part : segment.split("[/\\\\]", -1)) {
            if (part.equals(".") || part.equals("..")) {
                throw HttpProblem.badRequest("the path holds a dot segment");
            }
        }
    }
}
