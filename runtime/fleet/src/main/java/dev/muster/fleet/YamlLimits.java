package dev.muster.fleet;

import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says of the events of a YAML file whether its tree would be too costly to hold, before there is
 * one: a tree that is too deep or too wide, a text that no program can be given, and aliases that
 * multiply (the "billion laughs") or hold themselves. Every alias counts as much as what it stands
 * for, so the cost of walking the tree is bounded as well.
 */
final class YamlLimits {
    /** A fleet of 10,000 services with ten keys each fits in. */
    private static final int MOST_NODES = 250_000;

    private static final int DEEPEST = 32;

    /** Linux gives a program no argument and no variable of 128 KiB. */
    static final int LONGEST_TEXT = 1 << 16;

    private final Map<String, Integer> sizes = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private long nodes;

    /** A collection that has begun; it counts itself. */
    private static final class Open {
        private final Optional<String> anchor;
        private int size = 1;

        Open(Optional<String> anchor) {
            this.anchor = anchor;
        }
    }

    /** Notes the first excess; true where there is one. */
    static boolean areExceeded(Iterable<Event> events, Problems problems) {
        var limits = new YamlLimits();
        for (var event : events) {
            var excess = limits.excess(event);
            if (excess.isPresent()) {
                problems.add(mark(event), "", excess.get());
                return true;
            }
        }
        return false;
    }

    private Optional<String> excess(Event event) {
        switch (event) {
            case AliasEvent alias -> {
                var name = alias.getAlias().getValue();
                if (isOpen(name)) {
                    return Optional.of("is an alias of what it stands in, which has no end");
                }
                count(sizes.getOrDefault(name, 1));
            }
            case ScalarEvent scalar -> {
                if (scalar.getValue().length() > LONGEST_TEXT) {
                    return Optional.of(
                            "is a text of %,d characters, which no program can be given"
                                    .formatted(scalar.getValue().length()));
                }
                count(1);
                anchor(scalar).ifPresent(name -> sizes.put(name, 1));
            }
            case CollectionStartEvent start -> {
                open.push(new Open(anchor(start)));
                nodes++;
            }
            case CollectionEndEvent _ -> {
                var ended = open.pop();
                ended.anchor.ifPresent(name -> sizes.put(name, ended.size));
                if (!open.isEmpty()) {
                    open.peek().size += ended.size;
                }
            }
            default -> {}
        }
        if (open.size() > DEEPEST) {
            return Optional.of("is nested deeper than " + DEEPEST + " levels");
        }
        return nodes > MOST_NODES
                ? Optional.of(
                        "up to here this is more than %,d keys and values, aliases counted as what they stand for"
                                .formatted(MOST_NODES))
                : Optional.empty();
    }

    private void count(int size) {
        nodes += size;
        if (!open.isEmpty()) {
            open.peek().size += size;
        }
    }

    private boolean isOpen(String name) {
        return open.stream().anyMatch(each -> each.anchor.filter(name::equals).isPresent());
    }

    private static Optional<String> anchor(NodeEvent event) {
        return event.getAnchor().map(anchor -> anchor.getValue());
    }

    private static Mark mark(Event event) {
        return event.getStartMark()
                .orElseThrow(() -> new IllegalStateException("YAML is read with marks"));
    }
}
