package dev.muster.fleet;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A mapping with known keys. It can be read whenever it is a mapping at all: a key that is missing
 * or wrong is noted as a problem and stands at its fallback, so that everything else is still
 * checked.
 */
final class ObjectShape<T> implements Shape<T> {
    private final String noun;
    private final List<Key<?>> keys;
    private final List<Key<?>> alternatives;
    private final Function<Values, T> build;

    /**
     * @param noun with its article, as in {@code a service}
     * @param alternatives keys of which exactly one has to be there; none means there is no such
     *     rule
     */
    ObjectShape(
            String noun, List<Key<?>> keys, List<Key<?>> alternatives, Function<Values, T> build) {
        this.noun = noun;
        this.keys = List.copyOf(keys);
        this.alternatives = List.copyOf(alternatives);
        this.build = build;
    }

    /** What was read of a mapping. */
    static final class Values {
        private final Place place;
        private final Path directory;
        private final Map<Key<?>, Object> read;

        private Values(Place place, Path directory, Map<Key<?>, Object> read) {
            this.place = place;
            this.directory = directory;
            this.read = read;
        }

        /** The key that the mapping stands at. */
        String name() {
            return place.name();
        }

        /** What relative paths are resolved against. */
        Path directory() {
            return directory;
        }

        /** The value of one of the shape's own keys. */
        @SuppressWarnings("unchecked") // put there by readKey, under the key of the same type
        <V> V of(Key<V> key) {
            return (V) read.getOrDefault(key, key.absent());
        }
    }

    @Override
    public Optional<T> read(Place place, Binding binding) {
        if (!(place.node() instanceof MappingNode mapping)) {
            var found = place.isEmpty() ? "has no value" : found(place);
            binding.problem(place, found + ". Expected: " + noun + ", with keys " + keyNames(keys));
            return Optional.empty();
        }
        mapping.getValue().forEach(entry -> complainOfUnknown(place, entry, binding));
        complainOfAlternatives(place, binding);
        var read = new IdentityHashMap<Key<?>, Object>();
        keys.forEach(key -> readKey(key, place, binding, read));
        return Optional.of(build.apply(new Values(place, binding.directory(), read)));
    }

    @Override
    public SequencedMap<String, Object> schema() {
        var properties = Shapes.schema();
        for (var key : keys) {
            var property = Shapes.schema("description", key.explanation());
            property.putAll(key.shape().schema());
            properties.put(key.name(), property);
        }
        var schema =
                Shapes.schema(
                        "type", "object", "properties", properties, "additionalProperties", false);
        var required = keys.stream().filter(Key::required).map(Key::name).toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!alternatives.isEmpty()) {
            schema.put(
                    "oneOf",
                    alternatives.stream()
                            .map(key -> Shapes.schema("required", List.of(key.name())))
                            .toList());
        }
        return schema;
    }

    @Override
    public void describe(String path, BiConsumer<String, KeyText> reader) {
        for (var key : keys) {
            var below = path.isEmpty() ? key.name() : path + "." + key.name();
            reader.accept(below, key);
            key.shape().describe(below, reader);
        }
    }

    /** What stands where a mapping was expected. */
    static String found(Place place) {
        return place.node() instanceof MappingNode
                ? "is empty"
                : Shown.of(place.node()) + " is not a mapping";
    }

    private static <V> void readKey(
            Key<V> key, Place mapping, Binding binding, Map<Key<?>, Object> read) {
        var place = mapping.at(key.name());
        if (place.isPresent()) {
            key.shape().read(place.get(), binding).ifPresent(value -> read.put(key, value));
        } else if (key.required()) {
            binding.problems()
                    .add(
                            mapping.mark(),
                            mapping.pathOf(key.name()),
                            "is missing. Example: " + key.example());
        }
    }

    private void complainOfUnknown(Place place, NodeTuple entry, Binding binding) {
        var name = Place.keyOf(entry);
        if (name.isPresent() && keys.stream().noneMatch(key -> key.name().equals(name.get()))) {
            binding.problems()
                    .add(
                            Place.markOf(entry.getKeyNode()),
                            place.pathOf(name.get()),
                            "no such key. " + suggestion(name.get()));
        }
    }

    private String suggestion(String unknown) {
        return keys.stream()
                .filter(key -> key.otherWords().contains(unknown))
                .map(Key::name)
                .findFirst()
                .or(() -> NearestName.of(unknown, keys.stream().map(Key::name).toList()))
                .map(name -> "Did you mean `" + name + "`?")
                .orElseGet(() -> "Known here: " + keyNames(keys));
    }

    private void complainOfAlternatives(Place place, Binding binding) {
        if (alternatives.isEmpty()) {
            return;
        }
        var there = alternatives.stream().filter(key -> place.at(key.name()).isPresent()).toList();
        if (there.isEmpty()) {
            binding.problem(place, "says nothing of " + keyNames(alternatives) + ". Expected: one");
        } else if (there.size() > 1) {
            var second = place.at(there.get(1).name()).orElseThrow();
            Mark mark = second.mark();
            binding.problems()
                    .add(
                            mark,
                            second.path(),
                            "is there beside `%s`. Expected: one of %s"
                                    .formatted(there.getFirst().name(), keyNames(alternatives)));
        }
    }

    private static String keyNames(List<Key<?>> keys) {
        return keys.stream().map(Key::name).collect(Collectors.joining(", "));
    }
}
