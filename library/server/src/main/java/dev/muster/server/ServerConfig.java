package dev.muster.server;

import dev.muster.transport.ListenerConfig;

/**
 * How a server takes requests in.
 *
 * @param listener what is accepted, and where
 * @param heldBodyBytes a request's body up to this size is read into memory before its handler is
 *     called, which spares a thread the wait; a larger one is a stream
 */
public record ServerConfig(ListenerConfig listener, int heldBodyBytes) {
    public ServerConfig {
        if (heldBodyBytes < 0 || heldBodyBytes > 1 << 20) {
            throw new IllegalArgumentException(
                    "heldBodyBytes is " + heldBodyBytes + "; it must be 0 to 1048576");
        }
    }

    /** The documented limits, on the loopback address. */
    public static ServerConfig loopback(int port) {
        return of(ListenerConfig.loopback(port));
    }

    public static ServerConfig of(ListenerConfig listener) {
        return new ServerConfig(listener, 16 << 10);
    }
}
