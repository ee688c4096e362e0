package dev.muster.gateway;

import dev.muster.gateway.fields.ForwardedHeaders;
import dev.muster.gateway.fields.Via;
import dev.muster.transport.ListenerConfig;
import dev.muster.transport.PoolConfig;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a {@link Gateway} treats its clients and the services behind it.
 *
 * @param edge the gateway's own port, and limits. The addresses of needs have the same limits, save
 *     the one on bodies: their callers are the fleet's own, and the called service has a limit
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
    /**
     * What {@link ForwardedHeaders}, {@link Via}, the trace and the framing take: two copies of a
     * host of 261 bytes, two of an address, and some 250 bytes of names and marks.
     */
    private static final int MOST_ADDED_BYTES = 1 << 10;

    private static final int MOST_ADDED_HEADERS = 8;
    private static final int MOST_REPLAYABLE = 1 << 20;

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
     * The documented limits, on {@code port} of the loopback address: heads that a service takes
     * with what is added to them, 60 s for an answer's head, 2 minutes of rest within a body, a
     * stall of 0.8 s, bodies of 64 KiB sent again.
     *
     * @param port 0 takes a free one
     */
    public static GatewayConfig loopback(int port) {
        return new GatewayConfig(
                lessAdded(ListenerConfig.loopback(port)),
                PoolConfig.standard()
                        .withHeadTimeout(Duration.ofSeconds(60))
                        .withBodyTimeout(Duration.ofMinutes(2)),
                Duration.ofMillis(800),
                64 << 10,
                List.of(),
                true);
    }

    /**
     * As a service's listener, but for what the gateway adds to a head before the service has it.
     */
    private static ListenerConfig lessAdded(ListenerConfig service) {
        return service.withHeadLimits(
                service.maxRequestLine(),
                Math.max(service.maxHeaderBytes() / 2, service.maxHeaderBytes() - MOST_ADDED_BYTES),
                service.maxHeaders() - MOST_ADDED_HEADERS);
    }

    /**
     * With heads let in that a service takes, with what is added to them, whose own limits these
     * are.
     */
    public GatewayConfig withServiceHeads(int requestLine, int headerBytes, int headers) {
        return withEdge(lessAdded(edge.withHeadLimits(requestLine, headerBytes, headers)));
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
