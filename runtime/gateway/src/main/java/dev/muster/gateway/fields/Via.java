package dev.muster.gateway.fields;

import dev.muster.transport.FlatHeaders;

/**
 * The field in which proxies name themselves (RFC 9110, section 7.6.3), and by which a request that
 * goes in circles is known.
 */
public final class Via {
    private static final String FIELD = "via";
    private static final String US = " muster";

    /**
     * A service that passes requests on may lead one through here again; so often, none means to.
     */
    private static final int MOST_PASSES = 10;

    private Via() {}

    public static void addTo(FlatHeaders headers, boolean isHttp10) {
        headers.append(FIELD, (isHttp10 ? "1.0" : "1.1") + US);
    }

    /** Whether the request has passed a gateway more often than anybody can have meant it to. */
    public static boolean isLooping(FlatHeaders headers) {
        return headers.contains(FIELD)
                && headers.all(FIELD).stream().mapToInt(Via::passes).sum() >= MOST_PASSES;
    }

    private static int passes(String value) {
        int passes = 0;
        for (int at = value.indexOf(US); at >= 0; at = value.indexOf(US, at + 1)) {
            passes++;
        }
        return passes;
    }
}
