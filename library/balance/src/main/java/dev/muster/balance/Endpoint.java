package dev.muster.balance;

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
}
