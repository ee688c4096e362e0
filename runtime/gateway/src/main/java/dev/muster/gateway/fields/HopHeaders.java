package dev.muster.gateway.fields;

import dev.muster.transport.FlatHeaders;

import java.util.Set;
import java.util.regex.Pattern;

/** Fields that concern one connection alone and are not passed on (RFC 9110, section 7.6.1). */
public final class HopHeaders {
    /** What a sender cannot take out of its message by naming it in {@code Connection}. */
    private static final Set<String> KEPT =
            Set.of("host", "content-length", "cache-control", "traceparent", "tracestate");

    private static final Pattern COMMA = Pattern.compile(",");

    private HopHeaders() {}

    /** Removes the fixed set of fields and every one that {@code Connection} names. */
    public static void removeFrom(FlatHeaders headers) {
        removeNamed(headers);
        headers.removeIf(HopHeaders::isHop);
    }

    /** Removes the fields that {@code Connection} names. */
    public static void removeNamed(FlatHeaders headers) {
        for (var names : headers.all("connection")) {
            if (!isOrdinary(names)) {
                COMMA.splitAsStream(names)
                        .map(String::strip)
                        .filter(HopHeaders::mayBeNamed)
                        .forEach(headers::remove);
            }
        }
    }

    /** Whether {@code name} is one of the fixed set; most names are told apart by their length. */
    public static boolean isHop(String name) {
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("te");
            case 7 -> name.equalsIgnoreCase("trailer") || name.equalsIgnoreCase("upgrade");
            case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
            case 14 -> name.equalsIgnoreCase("http2-settings");
            case 16 -> name.equalsIgnoreCase("proxy-connection");
            case 17 -> name.equalsIgnoreCase("transfer-encoding");
            case 18 -> name.equalsIgnoreCase("proxy-authenticate");
            case 19 -> name.equalsIgnoreCase("proxy-authorization");
            default -> false;
        };
    }

    /** A single token that names no field. */
    private static boolean isOrdinary(String connection) {
        return connection.equalsIgnoreCase("keep-alive") || connection.equalsIgnoreCase("close");
    }

    private static boolean mayBeNamed(String name) {
        return !name.isEmpty() && KEPT.stream().noneMatch(name::equalsIgnoreCase);
    }
}
