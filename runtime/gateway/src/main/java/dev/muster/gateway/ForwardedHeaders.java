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
            case 9 -> name.equalsIgnoreCase("forwarded") || name.equalsIgnoreCase("x-real-ip");
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12 -> false;
            default -> name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
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
}
