package dev.muster.gateway;

import dev.muster.transport.ListenerConfig;
import dev.muster.transport.PoolConfig;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link Gateway} treats its clients and the services behind it.
 *
 * @param edge the gateway's own port, and limits. The addresses of needs have the same limits, save
 *     the one on bodies: their callers are the fleet's own, and the called service has a limit. The
 *     limits of heads are those of the services too: a head that is within them when it comes, and
 *     not when it would be passed on with what is added to it, is refused
 * @param upstream how long services may take
 * @param stall how long a service may owe an answer, at least, before a safe request, or one whose
 *     route is hedged, is sent to another replica too; where a service usually takes longer, three
 *     times its mean
 * @param replayableBytes how long the body of a request may be for the request to be sent again
 * @param trusted the proxies in front of the edge, whose word for the client's address, scheme and
 *     host is taken
 * @param via whether services are told of the gateway in a {@code Via} field (RFC 9110, section
 *     7.6.3)
 */
public record GatewayConfig(
        ListenerConfig edge,
        PoolConfig upstream,
        Duration stall,
        int replayableBytes,
        List<AddressRange> trusted,
        boolean via) {
    private static final int MOST_REPLAYABLE = 1 << 20;

    /**
     * What is left free of the head of an answer that a client of the library takes, for what
     * passing it on makes of it: a blank before each value, the lines of framing, of the connection
     * and of the date, and those of the policies of the edge.
     */
    private static final int GROWTH_BYTES = 2 << 10;

    private static final int GROWTH_FIELDS = 16;

    public GatewayConfig {
        trusted = List.copyOf(trusted);
        if (!stall.isPositive()) {
            throw new IllegalArgumentException("stall is " + stall + "; it must be positive");
        }
        if (replayableBytes < 0 || replayableBytes > MOST_REPLAYABLE) {
            throw new IllegalArgumentException(
                    "replayableBytes is "
                            + replayableBytes
                            + "; it must be 0 to "
                            + MOST_REPLAYABLE);
        }
    }

    /**
     * The documented limits, on {@code port} of the loopback address: heads that a service takes,
     * answers' heads that a client of the library takes, 60 s for one, 2 minutes of rest within a
     * body, a stall of 0.8 s, bodies of 64 KiB sent again.
     *
     * @param port 0 takes a free one
     */
    public static GatewayConfig loopback(int port) {
        return new GatewayConfig(
                ListenerConfig.loopback(port),
                PoolConfig.standard()
                        .withHeadLimits(
                                PoolConfig.standard().maxHeadBytes() - GROWTH_BYTES,
                                PoolConfig.standard().maxHeadFields() - GROWTH_FIELDS)
                        .withHeadTimeout(Duration.ofSeconds(60))
                        .withBodyTimeout(Duration.ofMinutes(2)),
                Duration.ofMillis(800),
                64 << 10,
                List.of(),
                true);
    }

    public GatewayConfig withEdge(ListenerConfig newEdge) {
        return new GatewayConfig(newEdge, upstream, stall, replayableBytes, trusted, via);
    }

    public GatewayConfig withUpstream(PoolConfig newUpstream) {
        return new GatewayConfig(edge, newUpstream, stall, replayableBytes, trusted, via);
    }

    public GatewayConfig withStall(Duration newStall) {
        return new GatewayConfig(edge, upstream, newStall, replayableBytes, trusted, via);
    }

    public GatewayConfig withTrusted(List<AddressRange> newTrusted) {
        return new GatewayConfig(edge, upstream, stall, replayableBytes, newTrusted, via);
    }

    public GatewayConfig withoutVia() {
        return new GatewayConfig(edge, upstream, stall, replayableBytes, trusted, false);
    }

    /** Whether what {@code peer} says of its own client is believed. */
    boolean trusts(InetAddress peer) {
        for (var range : trusted) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /** The listener where a need is reached. */
    ListenerConfig need(int port) {
        return new ListenerConfig(
                "127.0.0.1",
                port,
                edge.maxRequestLine(),
                edge.maxHeaderBytes(),
                edge.maxHeaders(),
                -1,
                edge.maxDrainedBytes(),
                edge.headerDeadline(),
                edge.idleTimeout(),
                edge.pace(),
                edge.contendedPace());
    }
}
