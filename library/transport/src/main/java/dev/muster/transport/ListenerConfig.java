package dev.muster.transport;

import java.time.Duration;

/**
 * What a listener accepts and how long it waits. Deadlines are kept to within half a second.
 *
 * @param host the address to bind, as a literal or a name
 * @param port 0 takes a free one
 * @param maxRequestLine bytes of the request line; longer ones are answered 414
 * @param maxHeaderBytes bytes of the header section; more are answered 431
 * @param maxHeaders lines of the header section; more are answered 431
 * @param maxBodyBytes bytes of a request's body; more are answered 413. Negative is no limit
 * @param maxDrainedBytes bytes of a request's body that are read and dropped after a response that
 *     did not wait for them; where more are to come, the connection is closed
 * @param headerDeadline how long a request's head may take from its first byte; then 408
 * @param idleTimeout how long a connection may wait for the first byte of a request
 * @param pace of a body on its way, in either direction: a request's that does not keep it is
 *     answered 408, a response's is cut. Time during which we do not want bytes does not count
 * @param contendedPace of a body on its way whose exchange has room in a {@link ByteBudget} for
 *     which others wait
 */
public record ListenerConfig(
        String host,
        int port,
        int maxRequestLine,
        int maxHeaderBytes,
        int maxHeaders,
        long maxBodyBytes,
        long maxDrainedBytes,
        Duration headerDeadline,
        Duration idleTimeout,
        Pace pace,
        Pace contendedPace) {

    public ListenerConfig {
        requireWithin("port", port, 0, 65_535);
        requireWithin("maxRequestLine", maxRequestLine, 64, 1 << 20);
        requireWithin("maxHeaderBytes", maxHeaderBytes, 64, 1 << 20);
        requireWithin("maxHeaders", maxHeaders, 1, 10_000);
        requireWithin("maxDrainedBytes", maxDrainedBytes, 0, Long.MAX_VALUE);
        requirePositive("headerDeadline", headerDeadline);
        requirePositive("idleTimeout", idleTimeout);
    }

    /** The documented limits, on the loopback address. */
    public static ListenerConfig loopback(int port) {
        return new ListenerConfig(
                "127.0.0.1",
                port,
                8 << 10,
                16 << 10,
                100,
                1 << 20,
                256 << 10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                new Pace(Duration.ofSeconds(10), 240),
                new Pace(Duration.ofSeconds(2), 64 << 10));
    }

    public ListenerConfig withHost(String newHost) {
        return new ListenerConfig(
                newHost,
                port,
                maxRequestLine,
                maxHeaderBytes,
                maxHeaders,
                maxBodyBytes,
                maxDrainedBytes,
                headerDeadline,
                idleTimeout,
                pace,
                contendedPace);
    }

    /** These limits with another bound on a request's body; negative is none. */
    public ListenerConfig withMaxBodyBytes(long newMaxBodyBytes) {
        return new ListenerConfig(
                host,
                port,
                maxRequestLine,
                maxHeaderBytes,
                maxHeaders,
                newMaxBodyBytes,
                maxDrainedBytes,
                headerDeadline,
                idleTimeout,
                pace,
                contendedPace);
    }

    /** These limits with other bounds on a request's head. */
    public ListenerConfig withHeadLimits(int requestLine, int headerBytes, int headers) {
        return new ListenerConfig(
                host,
                port,
                requestLine,
                headerBytes,
                headers,
                maxBodyBytes,
                maxDrainedBytes,
                headerDeadline,
                idleTimeout,
                pace,
                contendedPace);
    }

    /** These limits with other deadlines, and another window for the pace of bodies. */
    public ListenerConfig withDeadlines(Duration header, Duration idle, Duration window) {
        return new ListenerConfig(
                host,
                port,
                maxRequestLine,
                maxHeaderBytes,
                maxHeaders,
                maxBodyBytes,
                maxDrainedBytes,
                header,
                idle,
                new Pace(window, pace.bytesPerSecond()),
                contendedPace);
    }

    private static void requireWithin(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    key + " is " + value + "; it must be " + least + " to " + most);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be positive");
        }
    }
}
