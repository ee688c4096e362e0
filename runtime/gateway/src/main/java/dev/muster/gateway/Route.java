package dev.muster.gateway;

import java.util.List;

/**
 * Requests that {@code match} fits go to the {@code backends}, in proportion to their weights. The
 * path is forwarded as it came.
 *
 * @param backends at least one
 */
public record Route(RouteMatch match, List<Backend> backends, RouteOptions options) {
    public Route {
        backends = List.copyOf(backends);
        if (backends.isEmpty()) {
            throw new IllegalArgumentException("route " + match.path() + " names no service");
        }
    }

    /** What lies at or below {@code path} goes to {@code service}. */
    public Route(String path, String service, RouteOptions options) {
        this(RouteMatch.path(path), List.of(new Backend(service, 1)), options);
    }

    /** A route like any other. */
    public Route(String path, String service) {
        this(path, service, RouteOptions.USUAL);
    }

    public String path() {
        return match.path();
    }

    /** The service whose route this is: the first of its backends. */
    public String service() {
        return backends.getFirst().service();
    }
}
