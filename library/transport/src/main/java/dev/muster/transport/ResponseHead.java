package dev.muster.transport;

import dev.muster.transport.wire.HeadParser;

/**
 * The head of a response.
 *
 * @param status of three digits, 200 or more
 * @param fields in order; mutable
 */
public record ResponseHead(int status, FlatHeaders fields) {
    /** What {@code parser} has just read. */
    static ResponseHead of(HeadParser parser) {
        return new ResponseHead(parser.status(), FlatHeaders.ofChecked(parser.fields()));
    }
}
