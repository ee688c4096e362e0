package dev.muster.gateway.policy;

import dev.muster.http.StatusName;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

import java.util.Map;

/**
 * An answer of the gateway itself, sent as {@code application/problem+json} (RFC 9457).
 *
 * @param detail one sentence for the client, of plain text without quotes
 * @param fields of the response, such as {@code retry-after}; their values are ours too
 */
public record Problem(int status, String detail, Map<String, String> fields) {
    public static Problem of(int status, String detail) {
        return new Problem(status, detail, Map.of());
    }

    public static Problem unavailable(String detail) {
        return new Problem(503, detail, Map.of("retry-after", "1"));
    }

    /** The document; nothing in it is a client's own text, so nothing needs escaping. */
    public ByteBuf toJson(String traceId, ByteBufAllocator allocator) {
        var json =
                "{\"type\":\"about:blank\",\"title\":\""
                        + StatusName.of(status)
                        + "\",\"status\":"
                        + status
                        + ",\"detail\":\""
                        + detail
                        + "\",\"traceId\":\""
                        + traceId
                        + "\"}\n";
        return ByteBufUtil.writeUtf8(allocator, json);
    }
}
