package dev.muster.transport;

import dev.muster.http.ProblemDocument;
import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Outbound;
import dev.muster.transport.wire.BadMessage;
import dev.muster.transport.wire.HeadWriter;
import dev.muster.transport.wire.HeadWriter.ResponseTerms;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A response that the transport makes itself, as a problem document (RFC 9457), and after which it
 * closes the connection.
 *
 * @param body to be sent once
 * @param length bytes of the body that are sent
 * @param toHead whether it answers a HEAD request
 * @param traceId for the client to quote; empty for none
 * @param detail one sentence
 */
record Refusal(
        int status,
        FlatHeaders headers,
        ByteBuf body,
        int length,
        boolean toHead,
        String traceId,
        String detail)
        implements Outbound.Head {

    static Refusal of(BadMessage cause, boolean toHead, String traceId) {
        byte[] document = ProblemDocument.of(cause.status(), cause.detail(), traceId);
        var headers = new FlatHeaders();
        headers.append("content-type", ProblemDocument.MEDIA_TYPE);
        headers.append("content-length", Integer.toString(document.length));
        if (cause.status() == 405) {
            headers.append("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        }
        return new Refusal(
                cause.status(),
                headers,
                Unpooled.wrappedBuffer(document),
                toHead ? 0 : document.length,
                toHead,
                traceId,
                cause.detail());
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

    @Override
    public long write(HeadWriter writer, boolean empty) {
        return writer.response(
                status, headers, empty, new ResponseTerms(toHead, false, false, false));
    }
}
