package dev.muster.agent;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets through what may reach the agent. The Host check stops DNS rebinding (a page whose name was
 * pointed at loopback), the Origin check stops other pages from using a browser's session, and
 * every route needs the fleet's token or a session; what no route answers, such as the page's
 * shell, is for everyone on this machine.
 *
 * <p>It goes by the route that was found and never by the path, which can be written in many ways.
 */
final class Access implements Filter {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Sessions sessions;

    Access(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        var host = request.header("Host").orElse("");
        if (!LOOPBACK_NAMES.contains(withoutPort(host))) {
            throw HttpProblem.of(421, "the dashboard answers only as localhost");
        }
        var origin = request.header("Origin");
        if (origin.isPresent() && !origin.get().equals("http://" + host)) {
            throw HttpProblem.of(403, "another page's script may not call this");
        }
        if (request.route().isEmpty()) {
            return next.handle(request);
        }
        if (!request.route().equals(ControlApi.SESSION)) {
            requireCredentials(request, origin);
        }
        return next.handle(request)
                .withHeader("Cache-Control", "no-store")
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** A session may read; what changes something has to come from our own page. */
    private void requireCredentials(Request request, Optional<String> origin) {
        var bearer = request.header("Authorization").filter(value -> value.startsWith("Bearer "));
        if (bearer.isPresent() && sessions.isToken(bearer.get().substring(7))) {
            return;
        }
        boolean safe = request.method().equals("GET") || request.method().equals("HEAD");
        if (session(request).filter(sessions::isSession).isPresent()
                && (safe || origin.isPresent())) {
            return;
        }
        throw HttpProblem.of(401, "open the address that `muster up` printed, or run `muster open`")
                .withHeader("WWW-Authenticate", "Bearer");
    }

    /** Browsers keep cookies by host and not by port, so each fleet's has its own name. */
    static String cookie(Request request) {
        var host = request.header("Host").orElse("");
        return "muster_session_" + host.substring(host.lastIndexOf(':') + 1);
    }

    private static Optional<String> session(Request request) {
        var cookie = cookie(request) + "=";
        return request.headers().all("Cookie").stream()
                .flatMap(line -> Stream.of(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(cookie))
                .map(pair -> pair.substring(cookie.length()))
                .findFirst();
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
