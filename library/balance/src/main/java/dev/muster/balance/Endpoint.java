package dev.muster.balance;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * Where one replica of a service answers, as the registry publishes it. Two endpoints with the same
 * {@code id} are the same replica.
 *
 * @param id the replica's name, such as {@code orders-2}
 * @param port 1 to 65535
 * @param metadata facts about the replica, such as its version
 */
public record Endpoint(String id, String host, int port, Map<String, String> metadata) {
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

    private static boolean isBare(URI address) {
        var path = address.getRawPath();
        return (path == null || path.isEmpty() || path.equals("/"))
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }
}
