package dev.muster.fleet;

import dev.muster.fleet.FleetSpec.EdgeLimits;
import dev.muster.fleet.FleetSpec.GatewaySpec;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the gateway in the fleet file. */
final class GatewayKeys {
    private static final long KILOBYTE = 1 << 10;
    private static final long MOST_HEAD = 1 << 20;

    static final Key<Integer> PORT =
            Key.of("port", Shapes.port(), 8080, "8080")
                    .example("8080")
                    .says("The port that the fleet answers on.");

    static final Key<List<String>> TRUST =
            Key.of("trust", new ListShape<>("addresses", range(), true), List.of(), "nobody")
                    .example("[127.0.0.1, 10.0.0.0/8]")
                    .says(
                            "Proxies in front of the gateway, by address or range: their"
                                    + " X-Forwarded-* and Forwarded are kept and added to, those of"
                                    + " others are replaced.")
                    .alsoCalled("trusted", "trusted_proxies", "trustedIPs", "real_ip");

    static final Key<Long> BODY =
            Key.of("body", bodyBytes(), EdgeLimits.STANDARD.bodyBytes(), "1MB")
                    .example("10MB")
                    .says("How long the body of a request may be; a longer one is answered 413.")
                    .alsoCalled("max_body", "client_max_body_size");

    static final Key<Integer> HEAD =
            Key.of("head", headBytes(), EdgeLimits.STANDARD.headBytes(), "16KB")
                    .example("32KB")
                    .says(
                            "How long the fields of a request's head may be together when a service"
                                    + " receives them, with what the gateway adds; longer ones are"
                                    + " answered 431.")
                    .alsoCalled("header", "headers", "max_header");

    static final Key<Duration> DEADLINE =
            Key.of("deadline", answerDeadline(), EdgeLimits.STANDARD.deadline(), "60s")
                    .example("30s")
                    .says(
                            "Time that a service may take from the request to the answer's head;"
                                    + " then 504.")
                    .alsoCalled("timeout", "proxy_read_timeout");

    static final Key<EdgeLimits> LIMITS =
            Key.of(
                            "limits",
                            new ObjectShape<>(
                                    "limits",
                                    List.of(BODY, HEAD, DEADLINE),
                                    List.of(),
                                    values ->
                                            new EdgeLimits(
                                                    values.of(BODY),
                                                    values.of(HEAD),
                                                    values.of(DEADLINE))),
                            EdgeLimits.STANDARD,
                            "")
                    .example("{ body: 10MB }")
                    .says("What the gateway takes, where a route does not say otherwise.")
                    .alsoCalled("limit");

    static final Key<GatewaySpec> GATEWAY =
            Key.of(
                            "gateway",
                            new ObjectShape<>(
                                    "a mapping",
                                    List.of(PORT, TRUST, LIMITS),
                                    List.of(),
                                    values ->
                                            new GatewaySpec(
                                                    values.of(PORT),
                                                    values.of(TRUST),
                                                    values.of(LIMITS))),
                            new GatewaySpec(PORT.absent()),
                            "")
                    .example("{ port: 8080 }")
                    .says("The edge of the fleet.")
                    .alsoCalled("edge", "proxy", "ingress");

    private GatewayKeys() {}

    static Shape<Long> bodyBytes() {
        return Shapes.memory(KILOBYTE, "1KB");
    }

    static Shape<Duration> answerDeadline() {
        return Shapes.duration(Duration.ofMillis(1), Duration.ofHours(1));
    }

    private static Shape<Integer> headBytes() {
        return Shapes.memory(KILOBYTE, "1KB")
                .where(bytes -> bytes <= MOST_HEAD, "is more than 1MB")
                .map(Math::toIntExact);
    }

    private static Shape<String> range() {
        return ScalarShape.of(
                "address or range of addresses",
                "Examples: 127.0.0.1, 10.0.0.0/8, fd00::/8",
                text -> Optional.of(text).filter(GatewayKeys::isRange),
                Shapes.schema("type", "string", "pattern", "^[0-9A-Fa-f.:]+(?:/[0-9]{1,3})?$"));
    }

    private static boolean isRange(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        try {
            var network = InetAddress.ofLiteral(address);
            int bits = slash < 0 ? 0 : Integer.parseInt(text.substring(slash + 1));
            return isWhole(address) && bits >= 0 && bits <= network.getAddress().length * 8;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Java reads 10 as 0.0.0.10, as the C library does: whoever writes 10/8 means another one. */
    private static boolean isWhole(String address) {
        boolean hasFourParts = address.chars().filter(c -> c == '.').count() == 3;
        return (hasFourParts || address.contains(":")) && !address.contains("%");
    }
}
