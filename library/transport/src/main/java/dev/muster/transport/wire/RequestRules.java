package dev.muster.transport.wire;

import java.util.HexFormat;

/** What a request's head must be as a whole, beyond the grammar of its lines. */
public final class RequestRules {
    private static final String SCHEME = "http://";

    private RequestRules() {}

    /**
     * The target in origin form, or {@code *} (RFC 9112, section 3.2).
     *
     * @param host the Host field's value, empty where HTTP/1.0 has none; an absolute target that
     *     names another is refused, because the two would be routed differently by different
     *     readers
     */
    static String target(String method, String target, String host) throws BadMessage {
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new BadMessage(405, "CONNECT and TRACE are not served here.");
        }
        if (target.charAt(0) == '/') {
            return target;
        }
        if (target.equals("*")) {
            if (method.equals("OPTIONS")) {
                return target;
            }
            throw new BadMessage(400, "The target * is for OPTIONS alone.");
        }
        if (!target.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new BadMessage(400, "The request target is neither a path nor an http URL.");
        }
        int end = SCHEME.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        var authority = target.substring(SCHEME.length(), end);
        if (host.isEmpty() ? !HeadRules.isHost(authority) : !authority.equalsIgnoreCase(host)) {
            throw new BadMessage(400, "The request target and the Host field differ.");
        }
        if (end == target.length()) {
            return method.equals("OPTIONS") ? "*" : "/";
        }
        return target.charAt(end) == '/' ? target.substring(end) : "/" + target.substring(end);
    }

    /**
     * Why a target cannot be read.
     *
     * @param found the first byte that may not stand in one
     * @param before how many bytes of it may
     */
    static BadMessage badTarget(byte found, int before) {
        if (found == '\r' || found == '\n' || found == ' ') {
            return new BadMessage(
                    400,
                    before == 0
                            ? "The request line has no target."
                            : "The request line has no version of HTTP.");
        }
        var hex = HexFormat.of().withUpperCase().toHexDigits(found);
        return new BadMessage(
                400,
                "Byte %d of the request target is 0x%s, which is sent as %%%s."
                        .formatted(before + 1, hex, hex));
    }

    /** Host, framing and expectation of the request that {@code head} has just read. */
    static void check(HeadParser head) throws BadMessage {
        if (head.hosts() > 1 || (head.hosts() == 0 && !head.isHttp10())) {
            throw new BadMessage(400, "A request has exactly one Host field.");
        }
        if (head.hosts() == 1 && !HeadRules.isHost(head.host())) {
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
