package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Which variables are inherited: {@code true}, {@code false}, or a list of names. */
final class InheritShape implements Shape<EnvInherit> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\*?");

    private static final ListShape<String> NAMES =
            new ListShape<>(
                    "variables", Shapes.text("variable", "Examples: JAVA_HOME, AWS_*", NAME), true);

    @Override
    public Optional<EnvInherit> read(Place place, Binding binding) {
        return switch (place.node()) {
            case SequenceNode _ -> NAMES.read(place, binding).map(EnvInherit::only);
            case ScalarNode yes when yes.getTag().equals(Tag.BOOL) ->
                    Optional.of(
                            yes.getValue().equalsIgnoreCase("true")
                                    ? EnvInherit.EVERYTHING
                                    : EnvInherit.only(List.of()));
            default -> {
                binding.problem(
                        place,
                        (place.isEmpty()
                                        ? "has no value"
                                        : Shown.of(place.node()) + " is not one of these")
                                + ". Expected: true, false, or a list of variables, such as"
                                + " [JAVA_HOME, AWS_*]");
                yield Optional.empty();
            }
        };
    }

    @Override
    public SequencedMap<String, Object> schema() {
        return Shapes.schema("oneOf", List.of(Shapes.schema("type", "boolean"), NAMES.schema()));
    }
}
