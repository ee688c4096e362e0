package dev.muster.discovery;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where one replica of a service answers, as the registry publishes it. Two endpoints with the same
 * {@code id} are the same replica.
 *
 * @param id the replica's name, such as {@code orders-2}
 * @param port 1 to 65535
 * @param metadata facts about the replica, such as its {@code version}; {@code base-path} where
 *     everything of it lies below a path, and {@code scheme}, which is {@code https} where it
 *     speaks TLS
 */
public record Endpoint(String id, String host, int port, Map<String, String> metadata) {
    private static final String BASE_PATH = "base-path";
    private static final String SCHEME = "scheme";
    private static final String HTTP = "http";
    private static final String HTTPS = "https";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
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
        if (!HTTP.equalsIgnoreCase(address.getScheme()) || !isBare(address)) {
            throw unusable(id, address, "http://host:port");
        }
        return at(id, address, usualPort, Map.of(), "http://host:port");
    }

    /**
     * The endpoint at an address that may have a path, such as {@code https://127.0.0.1:8081/v2},
     * below which everything of the service lies.
     *
     * @throws IllegalArgumentException if the address is neither {@code http} nor {@code https}
     *     with a host, or has more than a host, a port and a plain path
     */
    static Endpoint below(String id, URI address) {
        var expected = "http://host:port or https://host:port, perhaps with a path";
        boolean isSecure = HTTPS.equalsIgnoreCase(address.getScheme());
        var path = address.getRawPath() == null ? "" : address.getRawPath();
        var base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if ((!isSecure && !HTTP.equalsIgnoreCase(address.getScheme()))
                || hasMoreThanPath(address)
                || (!base.isEmpty() && !PLAIN_PATH.matcher(base).matches())) {
            throw unusable(id, address, expected);
        }
        var metadata = new HashMap<String, String>();
        if (isSecure) {
            metadata.put(SCHEME, HTTPS);
        }
        if (!base.isEmpty()) {
            metadata.put(BASE_PATH, base);
        }
        return at(id, address, isSecure ? HTTPS_PORT : HTTP_PORT, metadata, expected);
    }

    private static Endpoint at(
            String id, URI address, int usualPort, Map<String, String> metadata, String expected) {
        var host = address.getHost();
        int port = address.getPort() < 0 ? usualPort : address.getPort();
        if (host == null || port < 1 || port > 65_535) {
            throw unusable(id, address, expected);
        }
        boolean isBracketed = host.startsWith("[");
        var bare = isBracketed ? host.substring(1, host.length() - 1) : host;
        return new Endpoint(id, bare, port, metadata);
    }

    /** Whether it is to be spoken to over TLS, by the name or address that {@code host} is. */
    public boolean isSecure() {
        return HTTPS.equals(metadata.get(SCHEME));
    }

    /** The path that goes before every request's own, such as {@code /v2}; mostly empty. */
    public String basePath() {
        return metadata.getOrDefault(BASE_PATH, "");
    }

    /** That of its id alone: whoever keeps something for each endpoint asks with every request. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    private static boolean isBare(URI address) {
        var path = address.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/")) && !hasMoreThanPath(address);
    }

    private static boolean hasMoreThanPath(URI address) {
        return address.getRawUserInfo() != null
                || address.getRawQuery() != null
                || address.getRawFragment() != null;
    }

    private static IllegalArgumentException unusable(String id, URI address, String expected) {
        return new IllegalArgumentException(
                "the address of " + id + " is \"" + address + "\", expected " + expected);
    }
}
