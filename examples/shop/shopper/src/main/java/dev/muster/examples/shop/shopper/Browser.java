package dev.muster.examples.shop.shopper;

import dev.muster.http.Filter;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Opens pages and sends forms, as a browser without pictures or scripts does. Thread-safe. */
final class Browser {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI shop;
    private final Filter watched;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();

    /**
     * @param watched what every request passes, such as one that counts and times it
     */
    Browser(URI shop, Filter watched) {
        this.shop = shop;
        this.watched = watched;
    }

    /**
     * @throws IOException where there is no page, or a page that says so
     */
    String open(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(shop.resolve(path)));
    }

    /** Sends a form, and follows to the page that comes of it. */
    String submit(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        String form =
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(
                HttpRequest.newBuilder(shop.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var wanted = request.timeout(PATIENCE).header("Accept", "text/html").build();
        var page = watched(wanted);
        if (page.status() != 200) {
            throw new IOException(
                    wanted.method() + " " + wanted.uri() + " answered " + page.status());
        }
        return page.body().text();
    }

    private Response watched(HttpRequest wanted) throws IOException, InterruptedException {
        var request = Request.of(wanted.method(), wanted.uri().getRawPath());
        try {
            return watched.apply(request, _ -> sent(wanted));
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private Response sent(HttpRequest wanted) throws IOException, InterruptedException {
        var response = client.send(wanted, BodyHandlers.ofString());
        return Response.html(response.body()).withStatus(response.statusCode());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
