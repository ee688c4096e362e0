package dev.muster.balance;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where one replica of a service answers, as the registry publishes it. Two endpoints with the same
 * {@code id} are the same replica.
 *
 * @param id the replica's name, such as {@code orders-2}
 * @param port 1 to 65535
 * @param metadata facts about the replica, such as its {@code version}, and {@code base-path} where
 *     everything of it lies below a path
 */
public record Endpoint(String id, String host, int port, Map<String, String> metadata) {
    private static final String BASE_PATH = "base-path";
    private static final Pattern PLAIN_PATH =
            Pattern.compile("(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

    public Endpoint {
        Objects.requireNonNull(id);
        Objects.requireNonNull(host);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "endpoint " + id + " has port " + port + ", which is not 1 to 65535");
        }
        metadata = Map.copyOf(metadata);
    }

    public static Endpoint of(String id, String host, int port) {
        return new Endpoint(id, host, port, Map.of());
    }

    /**
     * The endpoint at an address such as {@code http://127.0.0.1:8081}.
     *
     * @param usualPort where the address names no port
     * @throws IllegalArgumentException if the address is not {@code http} with a host, or has more
     *     than a host and a port
     */
    public static Endpoint at(String id, URI address, int usualPort) {
        var host = address.getHost();
        int port = address.getPort() < 0 ? usualPort : address.getPort();
        if (!"http".equalsIgnoreCase(address.getScheme())
                || host == null
                || !isBare(address)
                || port < 1
                || port > 65_535) {
            throw new IllegalArgumentException(
                    "the address of " + id + " is \"" + address + "\", expected http://host:port");
        }
        boolean isBracketed = host.startsWith("[");
        return of(id, isBracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    /**
     * The endpoint at an address that may have a path, such as {@code http://127.0.0.1:8081/v2},
     * below which everything of the service lies.
     *
     * @param usualPort where the address names no port
     * @throws IllegalArgumentException if the address is not {@code http} with a host, or has more
     *     than a host, a port and a plain path
     */
    static Endpoint below(String id, URI address, int usualPort) {
        var path = address.getRawPath() == null ? "" : address.getRawPath();
        var base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (base.isEmpty() || !PLAIN_PATH.matcher(base).matches()) {
            return at(id, address, usualPort);
        }
        var text = address.toString();
        var host = URI.create(text.substring(0, text.length() - path.length()));
        if (!text.endsWith(path) || !isBare(host)) {
            return at(id, address, usualPort);
        }
        var bare = at(id, host, usualPort);
        return new Endpoint(id, bare.host, bare.port, Map.of(BASE_PATH, base));
    }

    /** The path that goes before every request's own, such as {@code /v2}; mostly empty. */
    public String basePath() {
        return metadata.getOrDefault(BASE_PATH, "");
    }

    private static boolean isBare(URI address) {
        var path = address.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/"))
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }
}
