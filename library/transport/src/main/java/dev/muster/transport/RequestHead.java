package dev.muster.transport;

import dev.muster.transport.wire.HeadParser;
import dev.muster.transport.wire.HeadWriter;

/**
 * The head of a request.
 *
 * @param method a token, in its own case
 * @param target in origin form, such as {@code /a?b=c}, or {@code *}
 * @param isHttp10 whether its sender speaks HTTP/1.0, which knows no chunks
 * @param fields in order; mutable, and the transport's once the head is sent
 */
public record RequestHead(String method, String target, boolean isHttp10, FlatHeaders fields) {
    /** A head to be sent. */
    public static RequestHead of(String method, String target, FlatHeaders fields) {
        return new RequestHead(method, target, false, fields);
    }

    /**
     * Whether a listener with these limits surely takes the header section as it would be sent,
     * with all that the transport adds to the fields: one within three lines or some 340 bytes of a
     * limit may be told too large. The request line is not looked at.
     */
    public boolean isTakenBy(ListenerConfig listener) {
        boolean hasHost = fields.contains("host");
        int lines = fields.size() + HeadWriter.mostAddedLines(hasHost);
        int bytes = fields.sentBytes() + HeadWriter.mostAddedBytes(hasHost);
        return lines <= listener.maxHeaders() && bytes <= listener.maxHeaderBytes();
    }

    /**
     * Whether it offers to speak {@code protocol} on its connection from here on (RFC 9110, section
     * 7.8).
     */
    boolean offers(String protocol) {
        return !isHttp10
                && fields.lists("connection", "upgrade")
                && fields.lists("upgrade", protocol);
    }

    /** What {@code parser} has just read. */
    static RequestHead of(HeadParser parser) {
        return new RequestHead(
                parser.method(),
                parser.target(),
                parser.isHttp10(),
                FlatHeaders.ofChecked(parser.fields()));
    }
}
