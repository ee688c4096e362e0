package dev.muster.transport.wire;

import java.util.HexFormat;

/** What the target of a request may be. */
final class TargetRules {
    private static final String SCHEME = "http://";

    private TargetRules() {}

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
        if (host.isEmpty() ? !HostRule.holds(authority) : !authority.equalsIgnoreCase(host)) {
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
}
