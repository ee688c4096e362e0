package dev.muster.dashboard;

import dev.muster.http.Body;
import dev.muster.http.Request;

import java.util.stream.Stream;

/**
 * One file as it is sent.
 *
 * @param type its media type
 * @param tag a strong entity tag, in its quotes (RFC 9110, section 8.8.3)
 */
record Asset(Body content, String type, String tag) {
    static Asset of(byte[] content, String type) {
        return new Asset(Body.of(content), type, '"' + Digest.hex(content).substring(0, 32) + '"');
    }

    /**
     * @param name ends with the suffix that tells its media type
     * @throws DashboardException on a suffix that the dashboard has no use for
     */
    static Asset named(String name, byte[] content) {
        return of(content, typeOf(name.substring(name.lastIndexOf('.') + 1)));
    }

    /** Whether the sender's copy is this one (RFC 9110, section 13.1.2). */
    boolean isHeldBy(Request request) {
        return request.headers().all("If-None-Match").stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .anyMatch(held -> held.equals("*") || held.equals(tag) || held.equals("W/" + tag));
    }

    private static String typeOf(String suffix) {
        return switch (suffix) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new DashboardException("no media type is known for ." + suffix);
        };
    }
}
