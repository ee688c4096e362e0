package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.MappingNode;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/** A route: its prefix alone, or a mapping that says more. */
final class RouteShape implements Shape<RouteSpec> {
    static final Key<String> PREFIX =
            Key.required("prefix", Shapes.route(), "/")
                    .example("/files")
                    .says("The path prefix, where a route is a mapping that says more.")
                    .alsoCalled("path", "route");

    private static final Key<Boolean> ENCODED_SLASHES =
            Key.of("encoded_slashes", Shapes.yes(), false, "such paths are refused")
                    .example("true")
                    .says("Paths with `%2F` or `//` are passed on as they came.")
                    .alsoCalled("encodedSlashes", "slashes");

    private static final Key<Boolean> HEDGE =
            Key.of("hedge", Shapes.yes(), false, "only GET, HEAD and OPTIONS are")
                    .example("true")
                    .says(
                            "A PUT or DELETE that has stalled is sent to another replica too, for"
                                    + " services where executing one twice at the same time does no"
                                    + " harm.")
                    .alsoCalled("hedging");

    private static final Key<Optional<Long>> BODY =
            Key.<Optional<Long>>of(
                            "body",
                            GatewayKeys.bodyBytes().map(Optional::of),
                            Optional.empty(),
                            "as `gateway.limits.body`")
                    .example("10MB")
                    .says("How long the body of a request may be.")
                    .alsoCalled("max_body", "client_max_body_size");

    private static final Key<Optional<Duration>> DEADLINE =
            Key.<Optional<Duration>>of(
                            "deadline",
                            GatewayKeys.answerDeadline().map(Optional::of),
                            Optional.empty(),
                            "as `gateway.limits.deadline`")
                    .example("5m")
                    .says("Time that the service may take from the request to the answer's head.")
                    .alsoCalled("timeout");

    private static final Shape<RouteSpec> PREFIX_ALONE = Shapes.route().map(RouteSpec::of);

    private static final ObjectShape<RouteSpec> MAPPING =
            new ObjectShape<>(
                    "a route",
                    List.of(PREFIX, ENCODED_SLASHES, HEDGE, BODY, DEADLINE),
                    List.of(),
                    values ->
                            new RouteSpec(
                                    values.of(PREFIX),
                                    values.of(ENCODED_SLASHES),
                                    values.of(HEDGE),
                                    values.of(BODY),
                                    values.of(DEADLINE)));

    @Override
    public Optional<RouteSpec> read(Place place, Binding binding) {
        return place.node() instanceof MappingNode
                ? MAPPING.read(place, binding)
                : PREFIX_ALONE.read(place, binding);
    }

    @Override
    public SequencedMap<String, Object> schema() {
        return Shapes.schema("oneOf", List.of(PREFIX_ALONE.schema(), MAPPING.schema()));
    }

    @Override
    public void describe(String path, BiConsumer<String, KeyText> reader) {
        MAPPING.describe(path, reader);
    }
}
