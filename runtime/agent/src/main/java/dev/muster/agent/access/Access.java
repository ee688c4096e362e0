package dev.muster.agent.access;

import dev.muster.control.ApiPaths;
import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;

import java.util.Locale;
import java.util.Set;

/**
 * Lets through what may reach the agent. The Host check stops DNS rebinding (a page whose name was
 * pointed at loopback), the Origin check refuses the scripts of other pages whatever they hold, and
 * every route needs the fleet's token or a session; what no route answers, such as the page's
 * shell, is for everyone on this machine.
 *
 * <p>It goes by the route that was found and never by the path, which can be written in many ways.
 */
public final class Access implements Filter {
    private static final String SCHEME = "Bearer ";

    /**
     * Routes for everyone on this machine: the one that gives sessions, and figures that name
     * services and nothing else, for a Prometheus that has no token.
     */
    private static final Set<String> OPEN = Set.of(ApiPaths.SESSION, ApiPaths.METRICS);

    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Sessions sessions;

    public Access(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        // A host has no case (RFC 9110, section 4.2.3); an Origin is written in small letters.
        var host = request.header("Host").orElse("").toLowerCase(Locale.ROOT);
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
        if (!OPEN.contains(request.route())) {
            requireCredentials(request);
        }
        return next.handle(request)
                .withHeader("Cache-Control", "no-store")
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    /**
     * The token of the fleet or a session. Both are given by hand with each call: nothing that a
     * browser adds by itself lets anybody in, so no other page can use what this one holds.
     */
    private void requireCredentials(Request request) {
        boolean isLetIn =
                request.header("Authorization")
                        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                        .map(value -> value.substring(SCHEME.length()).strip())
                        .filter(given -> sessions.isToken(given) || sessions.isSession(given))
                        .isPresent();
        if (!isLetIn) {
            throw HttpProblem.of(
                            401, "open the address that `muster up` printed, or run `muster open`")
                    .withHeader("WWW-Authenticate", "Bearer");
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
