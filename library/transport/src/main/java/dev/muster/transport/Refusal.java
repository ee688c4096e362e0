package dev.muster.transport;

import dev.muster.http.StatusName;
import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Outbound;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.HeadRules;
import dev.muster.transport.wire.HeadWriter;
import dev.muster.transport.wire.HeadWriter.ResponseTerms;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A response that the transport makes itself, as a problem document (RFC 9457), and after which it
 * closes the connection.
 *
 * @param toHead whether it answers a HEAD request
 * @param traceId for the client to quote; empty for none
 * @param document in ASCII
 * @param detail one sentence
 */
record Refusal(
        int status,
        FlatHeaders headers,
        String document,
        boolean toHead,
        String traceId,
        String detail)
        implements Outbound.Head {

    static Refusal of(BadMessage cause, boolean toHead, String traceId) {
        var trace = traceId.isEmpty() ? "" : ",\"traceId\":\"" + traceId + "\"";
        var document =
                "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"%s}"
                        .formatted(
                                StatusName.of(cause.status()),
                                cause.status(),
                                cause.detail(),
                                trace);
        var headers = new FlatHeaders();
        headers.append("content-type", "application/problem+json");
        headers.append("content-length", Integer.toString(document.length()));
        if (cause.status() == 405) {
            headers.append("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        }
        return new Refusal(cause.status(), headers, document, toHead, traceId, cause.detail());
    }

    /** What the handler of a refused exchange hears. */
    static TransportException failure(BadMessage cause) {
        var kind =
                switch (cause.status()) {
                    case 408 -> Kind.TIMEOUT;
                    case 413 -> Kind.TOO_LARGE;
                    default -> Kind.MALFORMED;
                };
        return new TransportException(kind, cause.detail());
    }

    ByteBuf body() {
        return Unpooled.wrappedBuffer(HeadRules.ascii(document));
    }

    /** Bytes of the body that are sent. */
    int length() {
        return toHead ? 0 : document.length();
    }

    @Override
    public long write(HeadWriter writer, boolean empty) {
        return writer.response(
                status, headers, empty, new ResponseTerms(toHead, false, false, false));
    }
}
