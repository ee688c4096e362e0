package dev.muster.examples.echo;

import dev.muster.http.Headers;
import dev.muster.http.Request;
import dev.muster.json.Json;
import dev.muster.json.JsonException;
import dev.muster.service.Service;
import dev.muster.service.Setup;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers any method on any path with what it received: for looking at what a client, a gateway or
 * a judge of HTTP really sends.
 */
public final class EchoService {
    /** Answers are at least this long, because a judge of HTTP/2 needs something to window. */
    private static final int LEAST_BYTES = 1024;

    private EchoService() {}

    /**
     * What was received.
     *
     * @param body as JSON where it is that, as text otherwise
     */
    record Echo(
            String method,
            String target,
            Map<String, List<String>> headers,
            Object body,
            String padding) {}

    public static void main(String[] args) {
        Service.create("echo", EchoService::describe).start();
    }

    static void describe(Setup s) {
        s.otherwise(EchoService::echo);
    }

    private static Echo echo(Request request) throws IOException {
        var text = request.body().text();
        var received = request.method() + request.target() + request.headers() + text;
        var padding = ".".repeat(Math.max(0, LEAST_BYTES - received.length()));
        return new Echo(
                request.method(), request.target(), byName(request.headers()), read(text), padding);
    }

    private static Object read(String text) {
        try {
            return text.isEmpty() ? "" : Json.read(text, Object.class);
        } catch (JsonException e) {
            return text;
        }
    }

    private static Map<String, List<String>> byName(Headers headers) {
        var byName = new LinkedHashMap<String, List<String>>();
        headers.forEach(field -> byName.put(field.name(), headers.all(field.name())));
        return byName;
    }
}
