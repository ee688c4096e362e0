package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/** A list whose items all have the same shape. Items that cannot be read are left out of it. */
record ListShape<T>(String noun, Shape<T> item, boolean unique) implements Shape<List<T>> {
    @Override
    public Optional<List<T>> read(Place place, Binding binding) {
        if (!(place.node() instanceof SequenceNode)) {
            binding.problem(place, complaint(place));
            return Optional.empty();
        }
        var items = new ArrayList<T>();
        var seen = new HashSet<T>();
        for (var each : place.items()) {
            var value = item.read(each, binding);
            if (unique && value.filter(known -> !seen.add(known)).isPresent()) {
                binding.problem(each, Shown.of(each.node()) + " is there twice");
            }
            value.ifPresent(items::add);
        }
        return Optional.of(List.copyOf(items));
    }

    @Override
    public SequencedMap<String, Object> schema() {
        var schema = Shapes.schema("type", "array", "items", item.schema());
        if (unique) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }

    @Override
    public void describe(String path, BiConsumer<String, KeyText> reader) {
        item.describe(path, reader);
    }

    private String complaint(Place place) {
        if (place.isEmpty()) {
            return "has no value. Expected: a list of " + noun + ". None is []";
        }
        return place.node() instanceof ScalarNode one
                ? Shown.of(one)
                        + " is not a list of "
                        + noun
                        + ". A list of one is ["
                        + Shown.printable(one.getValue())
                        + "]"
                : "a mapping is not a list of " + noun;
    }
}
