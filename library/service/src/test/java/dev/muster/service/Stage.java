package dev.muster.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A service that runs, and a client of it. */
final class Stage implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final RunningService service;

    Stage(Consumer<Setup> setup) {
        this(setup, Map.of());
    }

    Stage(Consumer<Setup> setup, Map<String, String> environment) {
        var variables = new HashMap<>(environment);
        variables.put("PORT", "0");
        service = Service.create("orders", setup).start(variables);
    }

    int port() {
        return service.port();
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = request(path);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = request(path).header("Content-Type", "application/json");
        return client.send(request.method(method, publisher).build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        service.close();
        client.close();
    }
}
