package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lays one machine's overrides over the fleet file: mappings are merged key by key, and everything
 * else is replaced as a whole. Nodes keep the file and line they come from.
 */
final class LocalOverrides {
    /** No key of the file is deeper; without an end, aliases of aliases would multiply here. */
    private static final int DEEPEST = 8;

    private static final Set<String> RUN_KEYS =
            ServiceKeys.RUN.stream().map(Key::name).collect(Collectors.toUnmodifiableSet());

    private LocalOverrides() {}

    /** {@code base} with {@code over} laid over it; neither is changed. */
    static Node merge(Node base, Node over) {
        return merge(base, over, 0);
    }

    private static Node merge(Node base, Node over, int depth) {
        if (!(base instanceof MappingNode below)
                || !(over instanceof MappingNode above)
                || depth > DEEPEST) {
            return over;
        }
        var merged = new ArrayList<>(below.getValue());
        if (depth == 2 && names(above).stream().anyMatch(RUN_KEYS::contains)) {
            // A service has one way to run, so another way replaces it.
            merged.removeIf(entry -> Place.keyOf(entry).filter(RUN_KEYS::contains).isPresent());
        }
        var places = new HashMap<Optional<String>, Integer>();
        for (int i = 0; i < merged.size(); i++) {
            places.putIfAbsent(Place.keyOf(merged.get(i)), i);
        }
        for (var entry : above.getValue()) {
            var at = places.get(Place.keyOf(entry));
            if (at == null) {
                merged.add(entry);
            } else {
                var value = merge(merged.get(at).getValueNode(), entry.getValueNode(), depth + 1);
                merged.set(at, new NodeTuple(entry.getKeyNode(), value));
            }
        }
        return new MappingNode(
                base.getTag(),
                true,
                merged,
                below.getFlowStyle(),
                base.getStartMark(),
                base.getEndMark());
    }

    private static List<String> names(MappingNode mapping) {
        return mapping.getValue().stream().flatMap(entry -> Place.keyOf(entry).stream()).toList();
    }
}
