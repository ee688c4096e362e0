package dev.muster.fleet;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node of the fleet file with the way that leads to it.
 *
 * @param path the keys from the top, joined by dots; items of a list have the path of the list
 * @param name the last key of the path
 * @param mark where a problem with the node is shown: at its value, or at its key where the value
 *     is nothing, or a mapping, whose own start is its first entry's
 */
record Place(String path, String name, Node node, Mark mark) {
    static Place top(Node node) {
        return new Place("", "", node, markOf(node));
    }

    static Mark markOf(Node node) {
        return node.getStartMark()
                .orElseThrow(() -> new IllegalStateException("YAML is read with marks"));
    }

    /** The text of a key, where the key is text. */
    static Optional<String> keyOf(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode key
                ? Optional.of(key.getValue())
                : Optional.empty();
    }

    boolean isEmpty() {
        return node.getTag().equals(Tag.NULL);
    }

    /** The place of an entry of this mapping. */
    Place under(String key, NodeTuple entry) {
        var value = entry.getValueNode();
        boolean keySaysMore = value instanceof MappingNode || value.getTag().equals(Tag.NULL);
        return new Place(pathOf(key), key, value, markOf(keySaysMore ? entry.getKeyNode() : value));
    }

    /** The text that is written here, where it is one. */
    Optional<String> scalar() {
        return node instanceof ScalarNode scalar
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    /** The path that {@code key} has, or would have, in this mapping. */
    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** The place that {@code keys} lead to, one mapping below the other; the last of equal keys. */
    Optional<Place> at(String... keys) {
        var place = Optional.of(this);
        for (var key : keys) {
            place = place.flatMap(each -> each.entry(key));
        }
        return place;
    }

    /** The places of this mapping's entries, the last of equal keys; of anything else, none. */
    Map<String, Place> entries() {
        var entries = new LinkedHashMap<String, Place>();
        if (node instanceof MappingNode mapping) {
            for (var entry : mapping.getValue()) {
                keyOf(entry).ifPresent(key -> entries.put(key, under(key, entry)));
            }
        }
        return entries;
    }

    /** The places of this list's items; of anything else, none. */
    List<Place> items() {
        return node instanceof SequenceNode list
                ? list.getValue().stream()
                        .map(item -> new Place(path, name, item, markOf(item)))
                        .toList()
                : List.of();
    }

    private Optional<Place> entry(String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> keyOf(entry).filter(key::equals).isPresent())
                        .reduce((_, last) -> last)
                        .map(entry -> under(key, entry))
                : Optional.empty();
    }
}
