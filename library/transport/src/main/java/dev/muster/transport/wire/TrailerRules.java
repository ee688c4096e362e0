package dev.muster.transport.wire;

import java.util.Locale;
import java.util.Set;

/**
 * Which fields may not stand in a trailer section (RFC 9110, section 6.5.1): those that say how a
 * message is framed, where it goes, who sends it, or how its content is to be read. Whoever reads
 * them there, after all of that has been decided, may decide it anew.
 */
public final class TrailerRules {
    /** What the transport says itself, or means nothing behind a body: left out, not refused. */
    private static final String TRAILER = "trailer";

    private static final Set<String> FORBIDDEN =
            Set.of(
                    "authorization",
                    "cache-control",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-range",
                    "content-type",
                    "cookie",
                    "expect",
                    "host",
                    "http2-settings",
                    "keep-alive",
                    "max-forwards",
                    "pragma",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "proxy-connection",
                    "range",
                    "set-cookie",
                    "te",
                    "transfer-encoding",
                    "upgrade",
                    "www-authenticate");

    private TrailerRules() {}

    static boolean isForbidden(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return FORBIDDEN.contains(lower) || lower.startsWith("if-");
    }

    static boolean isLeftOut(String name) {
        return name.equalsIgnoreCase(TRAILER);
    }

    /**
     * Checks what is to be sent.
     *
     * @throws IllegalArgumentException if there is one among {@code trailers} that may not
     */
    public static void requireAllowed(Fields trailers) {
        for (int i = 0; i < trailers.size(); i++) {
            if (isForbidden(trailers.name(i))) {
                throw new IllegalArgumentException(
                        trailers.name(i) + " stands in the head of a message, not in a trailer");
            }
        }
    }
}
