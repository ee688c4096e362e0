package dev.muster.gateway.path;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds a value by the path and the method of a request: of the values whose prefix of whole
 * segments fits and that take the method, the one with the longest prefix; so {@code /orders} takes
 * {@code /orders/7} and leaves {@code /orders-archive} alone.
 *
 * <p>A trie of segments, so the cost of a lookup grows with the depth of the prefixes that match
 * and not with how many there are. Filled once, then safe to read from any thread.
 */
public final class RouteIndex<T> {
    private final Node<T> root = new Node<>();

    /**
     * @param path a plain path, {@code /} for all
     * @param methods empty for any
     * @return the value that had this path and one of these methods before, or null; that one stays
     */
    public @Nullable T add(String path, Set<String> methods, T value) {
        var node = root;
        if (path.length() > 1) {
            for (var segment : path.substring(1).split("/", -1)) {
                node = node.children.computeIfAbsent(segment, _ -> new Node<>());
            }
        }
        for (var entry : node.entries) {
            if (entry.overlaps(methods)) {
                return entry.value;
            }
        }
        // Those that name their methods come before the one that takes the rest.
        node.entries.add(methods.isEmpty() ? node.entries.size() : 0, new Entry<>(methods, value));
        return null;
    }

    /** The value for {@code path}, which is decoded and has no query, or null. */
    public @Nullable T find(String path, String method) {
        var node = root;
        var best = node.find(method);
        int start = 1;
        while (start < path.length() && !node.children.isEmpty()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            node = node.children.get(path.substring(start, end));
            if (node == null) {
                return best;
            }
            var found = node.find(method);
            if (found != null) {
                best = found;
            }
            start = end + 1;
        }
        return best;
    }

    /** The methods that some value takes at {@code path}; empty where none fits the path. */
    public Set<String> methods(String path) {
        var found = new TreeSet<String>();
        var node = root;
        root.addMethods(found);
        for (var segment : path.substring(1).split("/", -1)) {
            node = node.children.get(segment);
            if (node == null) {
                break;
            }
            node.addMethods(found);
        }
        return found;
    }

    private record Entry<T>(Set<String> methods, T value) {
        boolean overlaps(Set<String> others) {
            return methods.isEmpty()
                    ? others.isEmpty()
                    : others.stream().anyMatch(methods::contains);
        }

        boolean takes(String method) {
            return methods.isEmpty() || methods.contains(method);
        }
    }

    private static final class Node<T> {
        private final Map<String, Node<T>> children = new HashMap<>();
        private final List<Entry<T>> entries = new ArrayList<>(1);

        @Nullable T find(String method) {
            for (int i = 0; i < entries.size(); i++) {
                var entry = entries.get(i);
                if (entry.takes(method)) {
                    return entry.value;
                }
            }
            return null;
        }

        void addMethods(Set<String> to) {
            entries.forEach(entry -> to.addAll(entry.methods));
        }
    }
}
