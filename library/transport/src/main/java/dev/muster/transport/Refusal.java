package dev.muster.transport;

import dev.muster.transport.HeadWriter.ResponseTerms;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.nio.charset.StandardCharsets;

/**
 * A response that the transport makes itself, as a problem document (RFC 9457), and after which it
 * closes the connection.
 */
record Refusal(HttpResponseStatus status, FlatHeaders headers, ByteBuf body, boolean toHead)
        implements Outbound.Head {

    /**
     * @param toHead whether it answers a HEAD request
     */
    static Refusal of(BadMessage cause, boolean toHead) {
        var status = HttpResponseStatus.valueOf(cause.status());
        var json =
                "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                        .formatted(status.reasonPhrase(), status.code(), cause.detail());
        var body = Unpooled.wrappedBuffer(json.getBytes(StandardCharsets.UTF_8));
        var headers = new FlatHeaders();
        headers.append("content-type", "application/problem+json");
        headers.append("content-length", Integer.toString(body.readableBytes()));
        if (cause.status() == 405) {
            headers.append("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        }
        return new Refusal(status, headers, body, toHead);
    }

    @Override
    public long write(HeadWriter writer, boolean empty) {
        return writer.response(status, headers, empty, new ResponseTerms(toHead, false, false));
    }
}
