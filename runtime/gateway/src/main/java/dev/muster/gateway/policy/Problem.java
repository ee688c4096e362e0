package dev.muster.gateway.policy;

import java.util.Map;

/**
 * An answer of the gateway itself, sent as {@code application/problem+json} (RFC 9457).
 *
 * @param detail one sentence for the client
 * @param fields of the response, such as {@code retry-after}; their values are ours too
 */
public record Problem(int status, String detail, Map<String, String> fields) {
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, Map.of());
    }

    public static Problem unavailable(String detail) {
        return new Problem(503, detail, Map.of("retry-after", "1"));
    }
}
