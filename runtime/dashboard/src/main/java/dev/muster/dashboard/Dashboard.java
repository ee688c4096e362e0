package dev.muster.dashboard;

import dev.muster.http.Body;
import dev.muster.http.Handler;
import dev.muster.http.Headers;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

/**
 * Serves the dashboard: the shell at {@code /}, its files below {@code /assets/}, and the icon at
 * {@code /favicon.svg}. Nothing served here is secret, so none of it asks who is calling; what the
 * pages show comes from the control API, which does.
 *
 * <p>Every file is read once, when the handler is made, and found by its exact path. A path that
 * names none of them never reaches the class path or the disk.
 */
public final class Dashboard {
    /** A file's URL changes with its content, so what a browser holds never goes stale. */
    private static final String KEEP_FOREVER = "public, max-age=31536000, immutable";

    private static final String ASK_EACH_TIME = "no-cache";

    private final Assets assets;
    private final Shell shell;

    private Dashboard(Assets assets) {
        this.assets = assets;
        this.shell = Shell.of(assets);
    }

    /**
     * A handler of GET and HEAD for everything outside {@code /api/}. Thread-safe, never blocks.
     *
     * @throws DashboardException if a file of the dashboard is missing from the class path
     */
    public static Handler handler() {
        return new Dashboard(Assets.load())::answer;
    }

    private Response answer(Request request) {
        var path = request.path();
        if (path.equals("/") || path.equals("/index.html")) {
            return send(request, shell.page(), ASK_EACH_TIME)
                    .withHeader("Content-Security-Policy", shell.contentSecurityPolicy());
        }
        if (path.equals("/favicon.svg")) {
            return send(request, assets.icon(), ASK_EACH_TIME);
        }
        var asset =
                assets.at(path)
                        .orElseThrow(
                                () ->
                                        HttpProblem.notFound("The dashboard has no such file.")
                                                .withHeader("X-Content-Type-Options", "nosniff"));
        return send(request, asset, KEEP_FOREVER);
    }

    private static Response send(Request request, Asset asset, String caching) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw HttpProblem.of(405, "The dashboard's files can only be read.")
                    .withHeader("Allow", "GET, HEAD");
        }
        var headers =
                Headers.of(
                        "ETag", asset.tag(),
                        "Cache-Control", caching,
                        "X-Content-Type-Options", "nosniff",
                        "Referrer-Policy", "no-referrer",
                        "Cross-Origin-Opener-Policy", "same-origin",
                        "Cross-Origin-Resource-Policy", "same-origin");
        if (asset.isHeldBy(request)) {
            return Response.of(304, headers, Body.empty());
        }
        return Response.of(200, headers.and("Content-Type", asset.type()), asset.content());
    }
}
