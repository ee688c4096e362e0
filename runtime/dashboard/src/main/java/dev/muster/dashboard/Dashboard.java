package dev.muster.dashboard;

import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.StaticFile;

import java.time.Instant;

/**
 * Serves the dashboard: the shell at {@code /}, its files below {@code /assets/}, and the icon at
 * {@code /favicon.svg}. Nothing served here is secret, so none of it asks who is calling; what the
 * pages show comes from the control API, which does.
 *
 * <p>Every file is read once, when the handler is made, and found by its exact path. A path that
 * names none of them never reaches the class path or the disk.
 */
public final class Dashboard {
    private final Assets assets;
    private final Shell shell;

    private Dashboard(Assets assets) {
        this.assets = assets;
        this.shell = Shell.of(assets);
    }

    /**
     * A handler of GET and HEAD for everything outside {@code /api/}. Thread-safe, never blocks.
     *
     * @param startedAt when this program started, which is when its files were last changed as far
     *     as browsers are told
     * @throws DashboardException if a file of the dashboard is missing from the class path
     */
    public static Handler handler(Instant startedAt) {
        return new Dashboard(Assets.load(startedAt))::answer;
    }

    private Response answer(Request request) {
        var path = request.path();
        if (path.equals("/") || path.equals("/index.html")) {
            return send(request, shell.page());
        }
        if (path.equals("/favicon.svg")) {
            return send(request, assets.icon());
        }
        var asset =
                assets.at(path)
                        .orElseThrow(
                                () ->
                                        HttpProblem.notFound("The dashboard has no such file.")
                                                .withHeader("X-Content-Type-Options", "nosniff"));
        return send(request, asset);
    }

    private static Response send(Request request, StaticFile file) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw HttpProblem.of(405, "The dashboard's files can only be read.")
                    .withHeader("Allow", "GET, HEAD");
        }
        return file.answer(request);
    }
}
