package dev.muster.registry;

import dev.muster.http.Response;

/** What Consul says in words. */
final class ConsulText {
    static final String UNKNOWN_PATH = "Invalid URL path: not a recognized HTTP API endpoint";

    private ConsulText() {}

    static Response of(int status, String text) {
        return Response.text(text + "\n").withStatus(status);
    }
}
