package dev.muster.gateway;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The paths of a service that are nobody's business outside, though a prefix covers them: metrics
 * and health. Only a route that names one exactly opens it.
 *
 * <p>Some services ignore the case of a path, or spaces and dots at the end of its parts, or decode
 * it before they look for its parameters; what they would take for one of these paths is kept too.
 */
final class KeptPaths {
    private static final List<String> KEPT = List.of("metrics", "health");

    private KeptPaths() {}

    /**
     * Which of the kept paths a request is for that {@code route} would take, as that is usually
     * written; null where it may pass.
     *
     * @param path of the request, decoded, without parameters
     */
    static @Nullable String kept(String path, Route route) {
        int start = firstSegment(path);
        // Nearly every path is told apart by its first letter.
        if (start == path.length() || !mayBeKept(path.charAt(start))) {
            return null;
        }
        var first = trimmed(path.substring(start, endOfSegment(path, start)));
        for (var kept : KEPT) {
            if (kept.equalsIgnoreCase(first)) {
                return route.path().equals(path) ? null : "/" + kept;
            }
        }
        return null;
    }

    private static boolean mayBeKept(char c) {
        return c == 'm' || c == 'M' || c == 'h' || c == 'H' || c >= 0x80;
    }

    private static int firstSegment(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        return start;
    }

    private static int endOfSegment(String path, int start) {
        int end = start;
        while (end < path.length() && "/;?#".indexOf(path.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** The segment as a service reads it: its octets are UTF-8. */
    private static String trimmed(String segment) {
        int end = segment.length();
        while (end > 0 && (segment.charAt(end - 1) == '.' || segment.charAt(end - 1) == ' ')) {
            end--;
        }
        return new String(
                segment.substring(0, end).getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
    }
}
