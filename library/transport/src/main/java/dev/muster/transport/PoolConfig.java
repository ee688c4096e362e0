package dev.muster.transport;

import java.time.Duration;

/**
 * How a {@link ConnectionPool} treats its peers. Deadlines are kept to within half a second.
 *
 * @param connectTimeout how long a connection may take to be made
 * @param headTimeout how long a response's head may take from the end of the request
 * @param bodyTimeout how long a body may rest, in either direction, while we want it to move
 * @param idleTimeout how long an unused connection is kept; shorter than what servers commonly
 *     allow, so that it is we who close it
 * @param maxIdlePerPeer unused connections kept to one peer on one event loop
 * @param maxHeadBytes bytes of the fields of a response's head, their line ends included; its
 *     status line may have as many
 * @param maxHeadFields lines of the fields of a response's head
 */
public record PoolConfig(
        Duration connectTimeout,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration idleTimeout,
        int maxIdlePerPeer,
        int maxHeadBytes,
        int maxHeadFields) {

    public PoolConfig {
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("headTimeout", headTimeout);
        requirePositive("bodyTimeout", bodyTimeout);
        requirePositive("idleTimeout", idleTimeout);
        if (maxIdlePerPeer < 0) {
            throw new IllegalArgumentException(
                    "maxIdlePerPeer is " + maxIdlePerPeer + "; it must not be negative");
        }
        if (maxHeadBytes < 256 || maxHeadBytes > 1 << 20) {
            throw new IllegalArgumentException(
                    "maxHeadBytes is " + maxHeadBytes + "; it must be 256 to 1048576");
        }
        if (maxHeadFields < 1 || maxHeadFields > 10_000) {
            throw new IllegalArgumentException(
                    "maxHeadFields is " + maxHeadFields + "; it must be 1 to 10000");
        }
    }

    /**
     * 1 s to connect, 30 s for a head, 30 s of rest within a body, 30 s idle; heads of 64 KiB in
     * 1000 fields.
     */
    public static PoolConfig standard() {
        return new PoolConfig(
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                256,
                64 << 10,
                1000);
    }

    public PoolConfig withConnectTimeout(Duration timeout) {
        return new PoolConfig(
                timeout,
                headTimeout,
                bodyTimeout,
                idleTimeout,
                maxIdlePerPeer,
                maxHeadBytes,
                maxHeadFields);
    }

    public PoolConfig withHeadTimeout(Duration timeout) {
        return new PoolConfig(
                connectTimeout,
                timeout,
                bodyTimeout,
                idleTimeout,
                maxIdlePerPeer,
                maxHeadBytes,
                maxHeadFields);
    }

    public PoolConfig withBodyTimeout(Duration timeout) {
        return new PoolConfig(
                connectTimeout,
                headTimeout,
                timeout,
                idleTimeout,
                maxIdlePerPeer,
                maxHeadBytes,
                maxHeadFields);
    }

    public PoolConfig withIdleTimeout(Duration timeout) {
        return new PoolConfig(
                connectTimeout,
                headTimeout,
                bodyTimeout,
                timeout,
                maxIdlePerPeer,
                maxHeadBytes,
                maxHeadFields);
    }

    /** These terms with other bounds on the fields of a response's head. */
    public PoolConfig withHeadLimits(int bytes, int fields) {
        return new PoolConfig(
                connectTimeout,
                headTimeout,
                bodyTimeout,
                idleTimeout,
                maxIdlePerPeer,
                bytes,
                fields);
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be positive");
        }
    }
}
