package dev.muster.registry;

import dev.muster.http.Response;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What Consul says in words. */
final class ConsulText {
    static final String UNKNOWN_PATH = "Invalid URL path: not a recognized HTTP API endpoint";

    private ConsulText() {}

    static Response of(int status, String text) {
        return Response.text(text + "\n").withStatus(status);
    }

    /**
     * A segment of a path, in which a plus is a plus.
     *
     * @throws IllegalArgumentException if its percent-encoding is broken
     */
    static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
