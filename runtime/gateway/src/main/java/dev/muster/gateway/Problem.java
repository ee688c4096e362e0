package dev.muster.gateway;

import dev.muster.transport.TransportException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * An answer of the gateway itself, sent as {@code application/problem+json} (RFC 9457).
 *
 * @param detail one sentence for the client, of plain text without quotes
 * @param retryAfterSeconds 0 for no {@code Retry-After}
 */
record Problem(HttpResponseStatus status, String detail, int retryAfterSeconds) {
    static Problem of(int status, String detail) {
        return new Problem(HttpResponseStatus.valueOf(status), detail, 0);
    }

    static Problem loop(String service) {
        var status = new HttpResponseStatus(508, "Loop Detected");
        return new Problem(status, service + " sends the request back here.", 0);
    }

    static Problem unavailable(String detail) {
        return new Problem(HttpResponseStatus.SERVICE_UNAVAILABLE, detail, 1);
    }

    /** What a client is told when no attempt at {@code service} was answered. */
    static Problem unanswered(String service, TransportException.Kind cause) {
        return switch (cause) {
            case UNREACHABLE -> unavailable("No replica of " + service + " can be connected to.");
            case TIMEOUT -> of(504, service + " did not answer in time.");
            case MALFORMED -> of(502, service + " answered what is no HTTP.");
            default -> of(502, service + " closed the connection before it answered.");
        };
    }

    /** The document; nothing in it is a client's own text, so nothing needs escaping. */
    ByteBuf toJson(String traceId, ByteBufAllocator allocator) {
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
