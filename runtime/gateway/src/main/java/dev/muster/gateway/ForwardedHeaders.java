package dev.muster.gateway;

import dev.muster.transport.FlatHeaders;

/**
 * Tells a service who called: {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, and {@code
 * Forwarded} (RFC 7239). What a client says of itself in these fields is thrown away, so a service
 * may believe them.
 */
final class ForwardedHeaders {
    private static final String PREFIX = "x-forwarded-";

    private ForwardedHeaders() {}

    /** Whether {@code name} is a field in which services believe what a proxy says. */
    static boolean isForwarded(String name) {
        return switch (name.length()) {
            case 9 -> startsLike(name, "forwarded") || startsLike(name, "x-real-ip");
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12 -> false;
            default -> startsLike(name, PREFIX);
        };
    }

    /** Adds the fields to {@code headers}, which have none of them. */
    static void addTo(FlatHeaders headers, String client) {
        var node = client.indexOf(':') < 0 ? client : "\"[" + client + "]\"";
        var host = headers.get("host");
        headers.append("x-forwarded-for", client);
        headers.append("x-forwarded-proto", "http");
        if (host == null || host.isEmpty()) {
            headers.append("forwarded", "for=" + node + ";proto=http");
        } else {
            headers.append("x-forwarded-host", host);
            headers.append("forwarded", "for=" + node + ";host=\"" + host + "\";proto=http");
        }
    }

    /**
     * Whether {@code name} starts with {@code prefix}, in any case, and with an underscore for any
     * hyphen: services that see fields as variables (CGI, WSGI) cannot tell the two apart.
     */
    private static boolean startsLike(String name, String prefix) {
        for (int i = 0; i < prefix.length(); i++) {
            char c = name.charAt(i);
            if (prefix.charAt(i) != (c == '_' ? '-' : Character.toLowerCase(c))) {
                return false;
            }
        }
        return true;
    }
}
