package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.MappingNode;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;

/**
 * A mapping whose keys the user chooses. Entries that cannot be read are left out of it.
 *
 * @param noun what the mapping is of, as in {@code a mapping of services}
 * @param names says what is wrong with a key, if anything is
 * @param keySchema of a key, in JSON Schema
 */
record MapShape<T>(
        String noun,
        NameRule names,
        SequencedMap<String, Object> keySchema,
        boolean mayBeEmpty,
        Shape<T> value)
        implements Shape<SequencedMap<String, T>> {

    /** What a user may name a thing. */
    @FunctionalInterface
    interface NameRule {
        /** What is wrong with {@code name}; empty when nothing is. */
        Optional<String> complaint(String name);
    }

    @Override
    public Optional<SequencedMap<String, T>> read(Place place, Binding binding) {
        if (!(place.node() instanceof MappingNode mapping)
                || (mapping.getValue().isEmpty() && !mayBeEmpty)) {
            var found = place.isEmpty() ? "has no value" : ObjectShape.found(place);
            binding.problem(place, found + ". Expected: a mapping of " + noun);
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, T>();
        for (var entry : mapping.getValue()) {
            Place.keyOf(entry)
                    .ifPresent(
                            name -> {
                                var at = place.under(name, entry);
                                names.complaint(name)
                                        .ifPresent(
                                                text ->
                                                        binding.problems()
                                                                .add(
                                                                        Place.markOf(
                                                                                entry.getKeyNode()),
                                                                        at.path(),
                                                                        text));
                                value.read(at, binding).ifPresent(v -> values.put(name, v));
                            });
        }
        return Optional.of(values);
    }

    @Override
    public SequencedMap<String, Object> schema() {
        var schema = Shapes.schema("type", "object", "propertyNames", keySchema);
        if (!mayBeEmpty) {
            schema.put("minProperties", 1);
        }
        schema.put("additionalProperties", value.schema());
        return schema;
    }

    @Override
    public void describe(String path, BiConsumer<String, KeyText> reader) {
        value.describe(path + ".*", reader);
    }
}
