package dev.muster.gateway.fields;

import dev.muster.transport.FlatHeaders;

import org.jspecify.annotations.Nullable;

/**
 * Tells a service who called: {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, and {@code
 * Forwarded} (RFC 7239). What a client says of itself in these fields is thrown away, so a service
 * may believe them; what a trusted proxy or a service of the fleet says is kept and added to.
 */
public final class ForwardedHeaders {
    private static final String PREFIX = "x-forwarded-";
    private static final String FOR = "x-forwarded-for";
    private static final String PROTO = "x-forwarded-proto";
    private static final String HOST = "x-forwarded-host";
    private static final String FORWARDED = "forwarded";

    private ForwardedHeaders() {}

    /** Whether {@code name} is a field in which services believe what a proxy says. */
    public static boolean isForwarded(String name) {
        return switch (name.length()) {
            case 9 -> startsLike(name, "forwarded") || startsLike(name, "x-real-ip");
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12 -> false;
            default -> startsLike(name, PREFIX);
        };
    }

    /** Adds the fields to {@code headers}, which have none of them. */
    public static void addTo(FlatHeaders headers, String client) {
        var host = headers.get("host");
        headers.append(FOR, client);
        headers.append(PROTO, "http");
        if (host != null && !host.isEmpty()) {
            headers.append(HOST, host);
        }
        headers.append(FORWARDED, element(client, host));
    }

    /** Adds {@code client} to what {@code headers} say already, which came through it. */
    public static void extendIn(FlatHeaders headers, String client) {
        // In another spelling a service could take it for one of those that follow.
        headers.removeIf(name -> name.indexOf('_') >= 0 && isForwarded(name));
        completeIn(headers);
        var host = headers.get("host");
        append(headers, FOR, client);
        append(headers, FORWARDED, element(client, host));
        if (!headers.contains(PROTO)) {
            headers.append(PROTO, "http");
        }
        if (!headers.contains(HOST) && host != null && !host.isEmpty()) {
            headers.append(HOST, host);
        }
    }

    /**
     * Fields that a proxy left out say what it said in the others: who believes them must not take
     * the proxy for the client.
     */
    private static void completeIn(FlatHeaders headers) {
        if (!headers.contains(FORWARDED)) {
            var elements =
                    ForwardedElements.ofFields(
                                    headers.all(FOR), headers.all(PROTO), headers.all(HOST))
                            .forwarded();
            appendKnown(headers, FORWARDED, elements);
            return;
        }
        var said = ForwardedElements.ofForwarded(headers.all(FORWARDED));
        appendMissing(headers, FOR, String.join(", ", said.clients()));
        appendMissing(headers, PROTO, said.proto());
        appendMissing(headers, HOST, said.host());
    }

    private static void appendMissing(FlatHeaders headers, String name, @Nullable String value) {
        if (!headers.contains(name)) {
            appendKnown(headers, name, value);
        }
    }

    private static void appendKnown(FlatHeaders headers, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            headers.append(name, value);
        }
    }

    private static void append(FlatHeaders headers, String name, String value) {
        var said = headers.all(name);
        headers.remove(name);
        headers.append(name, said.isEmpty() ? value : String.join(", ", said) + ", " + value);
    }

    private static String element(String client, @Nullable String host) {
        var node = client.indexOf(':') < 0 ? client : "\"[" + client + "]\"";
        return host == null || host.isEmpty()
                ? "for=" + node + ";proto=http"
                : "for=" + node + ";host=\"" + host + "\";proto=http";
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
