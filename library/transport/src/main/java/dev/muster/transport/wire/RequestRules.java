package dev.muster.transport.wire;

/** What a request's head must be as a whole, beyond the grammar of its lines. */
public final class RequestRules {
    private RequestRules() {}

    /**
     * Reads the request whose head {@code parser} found to be {@code length} bytes long.
     *
     * @throws BadMessage if one of its lines, or the head as a whole, is not as it must be
     */
    public static void read(HeadParser parser, int length, HeadParser.Limits limits)
            throws BadMessage {
        parser.readRequest(length, limits);
        check(parser);
    }

    /** Host, framing and expectation of the request that {@code head} has just read. */
    private static void check(HeadParser head) throws BadMessage {
        if (head.hosts() > 1 || (head.hosts() == 0 && !head.isHttp10())) {
            throw new BadMessage(400, "A request has exactly one Host field.");
        }
        if (head.hosts() == 1 && !HostRule.holds(head.host())) {
            throw new BadMessage(
                    400,
                    "The Host field is not a name or an address with a port from 1 to 65535 or"
                            + " none.");
        }
        if (head.contentLengths() > 0) {
            if (head.contentLengths() > 1 || head.contentLength() < 0) {
                throw new BadMessage(400, "The Content-Length is malformed.");
            }
            if (head.transferEncodings() > 0) {
                throw new BadMessage(
                        400, "Content-Length and Transfer-Encoding exclude each other.");
            }
        }
        if (head.transferEncodings() > 0 && !head.isChunked()) {
            throw unknownCoding(head);
        }
        if (head.isChunked() && head.isHttp10()) {
            throw new BadMessage(400, "HTTP/1.0 has no Transfer-Encoding.");
        }
        var expectation = head.expectation();
        if (!expectation.isEmpty() && !expectation.equalsIgnoreCase("100-continue")) {
            throw new BadMessage(417, "The only expectation served here is 100-continue.");
        }
    }

    /**
     * Where chunked comes once and last, or not at all, only the coding is unknown; else nobody can
     * tell where the body ends (RFC 9112, section 6.3).
     */
    private static BadMessage unknownCoding(HeadParser head) {
        var codings = head.transferEncoding().split(",", -1);
        boolean understood = head.transferEncodings() == 1;
        for (int i = 0; i < codings.length; i++) {
            var coding = codings[i].strip();
            boolean chunked = coding.equalsIgnoreCase("chunked");
            understood &= !coding.isEmpty() && coding.chars().allMatch(HeadRules::isToken);
            understood &= !chunked || i == codings.length - 1;
        }
        return understood
                ? new BadMessage(501, "The only Transfer-Encoding served here is chunked.")
                : new BadMessage(400, "The Transfer-Encoding is malformed.");
    }
}
