package dev.muster.transport.wire;

import io.netty.util.NetUtil;

/**
 * Which hosts a request may name: {@code uri-host [ ":" port ]} (RFC 9112, section 3.2; RFC 3986,
 * section 3.2.2), never empty and without user information. Narrower than the grammar where that
 * lets two readers see two hosts: a name has no empty label, and only bytes of UTF-8 are
 * percent-encoded in it, which could not stand there as they are.
 */
final class HostRule {
    private static final int LONGEST = 255;
    private static final int LAST_PORT = 65_535;

    private HostRule() {}

    static boolean holds(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : endOfName(host);
        boolean isNamed =
                host.startsWith("[")
                        ? isAddress(host, end)
                        : end > 0 && end <= LONGEST && host.charAt(0) != '.';
        return isNamed && isPort(host, end);
    }

    /** Where the name ends that {@code host} begins with; 0 if it is not one. */
    private static int endOfName(String host) {
        int i = 0;
        while (i < host.length() && host.charAt(i) != ':') {
            char c = host.charAt(i);
            if (c == '%') {
                if (!isEncoded(host, i)) {
                    return 0;
                }
                i += 2;
            } else if (c == '.' ? i > 0 && host.charAt(i - 1) == '.' : !isOfName(c)) {
                return 0;
            }
            i++;
        }
        return i;
    }

    private static boolean isOfName(char c) {
        return HeadRules.isAlphanumeric(c) || c == '-' || c == '_' || c == '~';
    }

    private static boolean isEncoded(String host, int at) {
        return at + 2 < host.length()
                && Character.digit(host.charAt(at + 1), 16) >= 8
                && Character.digit(host.charAt(at + 2), 16) >= 0;
    }

    /** An IPv6 address in brackets, perhaps with a zone (RFC 6874). */
    private static boolean isAddress(String host, int end) {
        int zone = host.indexOf('%');
        if (zone < 0) {
            return end > 2 && NetUtil.isValidIpV6Address(host.substring(1, end - 1));
        }
        boolean isZone = host.startsWith("%25", zone) && zone + 4 < end;
        for (int i = zone + 3; i < end - 1 && isZone; i++) {
            isZone = host.charAt(i) == '.' || isOfName(host.charAt(i));
        }
        return isZone && NetUtil.isValidIpV6Address(host.substring(1, zone));
    }

    private static boolean isPort(String host, int from) {
        if (from == host.length()) {
            return true;
        }
        if (host.charAt(from) != ':') {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < host.length(); i++) {
            int digit = host.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            port = port * 10 + digit;
            if (port > LAST_PORT) {
                return false;
            }
        }
        return port > 0 || from + 1 == host.length();
    }
}
