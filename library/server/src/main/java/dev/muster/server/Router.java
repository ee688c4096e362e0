package dev.muster.server;

import dev.muster.http.Filter;
import dev.muster.http.Handler;
import dev.muster.http.HttpProblem;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.http.RouteTemplate;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Chooses the handler of a request by its path and method. Immutable and thread-safe.
 *
 * <p>A template's segment is a literal, {@code {name}} for one segment, or at its end {@code
 * {name...}} for the rest of the path. The most specific route wins, literals before placeholders,
 * whatever order they were added in. {@code HEAD} is answered by the {@code GET} route and {@code
 * OPTIONS} from the table, unless they have routes of their own.
 */
public final class Router implements Handler {
    private final List<Route> routes;
    private final Filter[] filters;
    private final PathTrie trie;
    private final @Nullable Handler otherwise;
    private final SortedSet<String> methods;
    private final boolean hasBodyLimits;

    private Router(Collection<Route> routes, @Nullable Handler otherwise, Filter... filters) {
        this.routes = List.copyOf(routes);
        this.filters = filters.clone();
        this.otherwise = otherwise;
        this.trie = PathTrie.of(this.routes.stream().map(route -> route.behind(filters)).toList());
        this.hasBodyLimits =
                this.routes.stream().anyMatch(route -> route.limits().maxBodyBytes().isPresent());
        this.methods = new TreeSet<>(this.routes.stream().map(Route::method).toList());
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * This router with each of its answers, also that nothing was found, behind {@code filters},
     * the first of them outermost. They see the request as it was routed.
     */
    public Router behind(Filter... moreFilters) {
        var all = Stream.concat(Stream.of(moreFilters), Stream.of(filters));
        return new Router(routes, otherwise, all.toArray(Filter[]::new));
    }

    @Override
    public Response handle(Request request) throws Exception {
        var match = match(request);
        return match.handler().handle(match.request());
    }

    /** Whether a route has a limit of its own for the bodies of its requests. */
    boolean hasBodyLimits() {
        return hasBodyLimits;
    }

    /** Never throws: a path that cannot be read is answered behind the filters as well. */
    RouteMatch match(Request request) {
        try {
            return matchPath(request);
        } catch (HttpProblem e) {
            return unrouted(
                    request,
                    _ -> {
                        throw e;
                    });
        }
    }

    private RouteMatch matchPath(Request request) {
        if (request.path().equals("*")) {
            return unmatched(request, methods);
        }
        var allowed = new TreeSet<String>();
        var route = trie.find(request.method(), request.segments(), allowed);
        if (route == null) {
            return unmatched(request, allowed);
        }
        return new RouteMatch(
                request.matching(route.template()).orElseThrow(),
                route.handler(),
                route.isNonBlocking(),
                route.limits());
    }

    private RouteMatch unmatched(Request request, SortedSet<String> allowed) {
        boolean isServerWide = request.target().equals("*");
        if (otherwise != null && (allowed.isEmpty() || isServerWide)) {
            return unrouted(request, otherwise);
        }
        if (allowed.isEmpty()) {
            return unrouted(
                    request,
                    _ -> {
                        throw HttpProblem.notFound("nothing is at " + request.path());
                    });
        }
        var allow = allow(allowed);
        if (request.method().equals("OPTIONS")) {
            return unrouted(request, _ -> Response.of(204).withHeader("Allow", allow));
        }
        return unrouted(
                request,
                _ -> {
                    throw HttpProblem.of(
                                    405, request.path() + " answers " + allow + ", not this method")
                            .withHeader("Allow", allow);
                });
    }

    private RouteMatch unrouted(Request request, Handler handler) {
        return new RouteMatch(
                request,
                Filter.pipeline(BegunAnswers.of(handler), filters),
                false,
                RouteLimits.none());
    }

    private static String allow(SortedSet<String> methods) {
        var all = new TreeSet<>(methods);
        all.add("OPTIONS");
        if (all.contains("GET")) {
            all.add("HEAD");
        }
        return String.join(", ", all);
    }

    /** The routes of a router to be. Not thread-safe. */
    public static final class Builder {
        private final Map<String, Route> routes = new HashMap<>();
        private final List<Route> inOrder = new ArrayList<>();
        private @Nullable Handler otherwise;

        private Builder() {}

        /**
         * Adds a route.
         *
         * @param method as it is sent, in capitals
         * @throws ServerException if the template cannot be read, or another route answers the same
         *     requests; it names the places in the source where both were added
         */
        public Builder route(String method, String template, Handler handler) {
            return add(method, template, handler, false);
        }

        /**
         * Adds a route whose handler never blocks: it runs on the event loop, which saves a thread
         * and stalls every connection of that loop for as long as it takes. Its request's body is
         * in memory before it is called.
         *
         * @throws ServerException as {@link #route} does
         */
        public Builder nonBlocking(String method, String template, Handler handler) {
            return add(method, template, handler, true);
        }

        /**
         * Answers what no route matches, {@code OPTIONS *} too, in place of a 404.
         *
         * @throws ServerException if something answers it already
         */
        public Builder otherwise(Handler handler) {
            if (otherwise != null) {
                throw new ServerException(
                        "what no route matches is answered twice; say otherwise once");
            }
            otherwise = handler;
            return this;
        }

        /**
         * Has a route that was added allow more or less than the listener does.
         *
         * @throws ServerException if there is no such route
         */
        public Builder limits(String method, String template, RouteLimits limits) {
            var key = method + " " + template(template).shape();
            var route = routes.get(key);
            if (route == null) {
                throw new ServerException(
                        "limits are given to "
                                + method
                                + " "
                                + template
                                + " at "
                                + SourcePlace.ofCaller()
                                + ", which is no route yet; add the route first");
            }
            var limited = route.within(limits);
            routes.put(key, limited);
            inOrder.replaceAll(each -> each.equals(route) ? limited : each);
            return this;
        }

        public Router build() {
            return new Router(inOrder, otherwise);
        }

        private static RouteTemplate template(String text) {
            try {
                return RouteTemplate.of(text);
            } catch (IllegalArgumentException e) {
                throw new ServerException(
                        "route \""
                                + text
                                + "\" at "
                                + SourcePlace.ofCaller()
                                + ": "
                                + e.getMessage());
            }
        }

        private Builder add(String method, String text, Handler handler, boolean isNonBlocking) {
            if (!method.matches("[A-Z][A-Z-]*")) {
                throw new ServerException(
                        "\""
                                + method
                                + "\" is not a method of HTTP; write it in capitals, such as GET");
            }
            var template = template(text);
            var place = SourcePlace.ofCaller();
            var route =
                    new Route(method, template, handler, isNonBlocking, RouteLimits.none(), place);
            var taken = routes.putIfAbsent(method + " " + template.shape(), route);
            if (taken != null) {
                throw new ServerException(
                        String.format(
                                "%s %s at %s answers the same requests as %s %s at %s",
                                method,
                                text,
                                place,
                                taken.method(),
                                taken.template().text(),
                                taken.place()));
            }
            inOrder.add(route);
            return this;
        }
    }
}
