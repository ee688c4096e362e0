package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.ScalarNode;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** A program and its arguments: a line to be split, or a list that is split already. */
final class CommandShape implements Shape<List<String>> {
    private static final ListShape<String> LIST =
            new ListShape<>(
                    "arguments", Shapes.anyScalar("argument", "An empty one is \"\""), false);

    @Override
    public Optional<List<String>> read(Place place, Binding binding) {
        var words = place.isEmpty() ? Optional.of(List.<String>of()) : words(place, binding);
        if (words.filter(List::isEmpty).isPresent()
                || words.filter(some -> some.getFirst().isBlank()).isPresent()) {
            binding.problem(place, "names no program. Example: python3 notify.py");
            return Optional.empty();
        }
        return words;
    }

    @Override
    public SequencedMap<String, Object> schema() {
        var list = LIST.schema();
        list.put("minItems", 1);
        return Shapes.schema(
                "oneOf", List.of(Shapes.schema("type", "string", "minLength", 1), list));
    }

    private static Optional<List<String>> words(Place place, Binding binding) {
        if (!(place.node() instanceof ScalarNode line)) {
            return LIST.read(place, binding);
        }
        try {
            return Optional.of(CommandLine.split(line.getValue()));
        } catch (IllegalArgumentException e) {
            binding.problem(place, ScalarShape.shown(line) + " " + e.getMessage());
            return Optional.empty();
        }
    }
}
