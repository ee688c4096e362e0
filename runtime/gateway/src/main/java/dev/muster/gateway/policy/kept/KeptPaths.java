package dev.muster.gateway.policy.kept;

import dev.muster.gateway.policy.EdgePolicy;
import dev.muster.gateway.policy.Problem;
import dev.muster.transport.ServerExchange;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The paths of a service that are nobody's business outside, though a prefix covers them: metrics
 * and health. Only a route that names one exactly opens it.
 *
 * <p>Some services ignore the case of a path, or spaces and dots at the end of its parts, or decode
 * it before they look for its parameters; what they would take for one of these paths is kept too.
 *
 * @param route the path of the route, which may be the one that opens
 * @param service whose route this is
 */
public record KeptPaths(String route, String service) implements EdgePolicy {
    private static final List<String> KEPT = List.of("metrics", "health");

    @Override
    public @Nullable Problem examine(ServerExchange client, String path) {
        var kept = kept(path);
        return kept == null || route.equals(path)
                ? null
                : Problem.of(
                        404,
                        kept
                                + " of "
                                + service
                                + " is kept from the edge. A route that names the path exactly"
                                + " opens it: add it to the routes of "
                                + service
                                + " in muster.yaml.");
    }

    /** Which of the kept paths a request is for, as that is usually written; null for none. */
    private static @Nullable String kept(String path) {
        int start = firstSegment(path);
        // Nearly every path is told apart by its first letter.
        if (start == path.length() || !mayBeKept(path.charAt(start))) {
            return null;
        }
        var first = trimmed(path.substring(start, endOfSegment(path, start)));
        for (var kept : KEPT) {
            if (kept.equalsIgnoreCase(first)) {
                return "/" + kept;
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
