package dev.muster.gateway.policy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.Map;

/**
 * An answer of the gateway itself, sent as {@code application/problem+json} (RFC 9457).
 *
 * @param detail one sentence for the client, of plain text without quotes
 * @param fields of the response, such as {@code retry-after}; their values are ours too
 */
public record Problem(HttpResponseStatus status, String detail, Map<String, String> fields) {
    public static Problem of(int status, String detail) {
        return new Problem(HttpResponseStatus.valueOf(status), detail, Map.of());
    }

    public static Problem unavailable(String detail) {
        return new Problem(
                HttpResponseStatus.SERVICE_UNAVAILABLE, detail, Map.of("retry-after", "1"));
    }

    /** The document; nothing in it is a client's own text, so nothing needs escaping. */
    public ByteBuf toJson(String traceId, ByteBufAllocator allocator) {
        var json =
                "{\"type\":\"about:blank\",\"title\":\""
                        + status.reasonPhrase()
                        + "\",\"status\":"
                        + status.code()
                        + ",\"detail\":\""
                        + detail
                        + "\",\"traceId\":\""
                        + traceId
                        + "\"}\n";
        return ByteBufUtil.writeUtf8(allocator, json);
    }
}
