package dev.muster.gateway;

/**
 * Requests whose path is {@code path}, or lies below it, go to {@code service}. The path is
 * forwarded as it came.
 *
 * @param path {@code /} for every path, else a prefix of whole segments such as {@code /orders} or
 *     {@code /api/v2}, in plain characters and without a slash at its end
 */
public record Route(String path, String service, RouteOptions options) {
    public Route {
        if (!path.startsWith("/")) {
            throw invalid(path, "does not start with a slash");
        }
        if (path.length() > 1 && path.endsWith("/")) {
            throw invalid(path, "ends with a slash, which a prefix of whole segments does not");
        }
        if (!path.equals(RequestPath.plain(path))) {
            throw invalid(path, "is not a plain path: no %, ;, ?, #, // or dot segments");
        }
        if (service.isEmpty()) {
            throw new IllegalArgumentException("route " + path + " names no service");
        }
    }

    /** A route like any other. */
    public Route(String path, String service) {
        this(path, service, RouteOptions.USUAL);
    }

    private static IllegalArgumentException invalid(String path, String why) {
        return new IllegalArgumentException("route path \"" + path + "\" " + why);
    }
}
