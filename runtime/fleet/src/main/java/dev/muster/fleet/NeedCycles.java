package dev.muster.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Finds services that wait for each other. Services whose needs can all start are taken away until
 * none is left to take (Kahn 1962); among what remains, following any need leads round a cycle.
 */
final class NeedCycles {
    private NeedCycles() {}

    /** Cycles with no service in common, each with its first service again at its end. */
    static List<List<String>> in(Collection<ServiceSpec> services) {
        var waiting = new LinkedHashMap<String, List<String>>();
        services.forEach(service -> waiting.put(service.name(), service.needs()));
        var cycles = new ArrayList<List<String>>();
        takeWhatCanStart(waiting);
        while (!waiting.isEmpty()) {
            var cycle = follow(waiting);
            cycles.add(cycle);
            cycle.forEach(waiting::remove);
            takeWhatCanStart(waiting);
        }
        return cycles;
    }

    private static void takeWhatCanStart(SequencedMap<String, List<String>> waiting) {
        boolean took = true;
        while (took) {
            took =
                    waiting.values()
                            .removeIf(needs -> needs.stream().noneMatch(waiting::containsKey));
        }
    }

    private static List<String> follow(SequencedMap<String, List<String>> waiting) {
        SequencedSet<String> way = new LinkedHashSet<>();
        var at = waiting.firstEntry().getKey();
        while (way.add(at)) {
            at =
                    waiting.getOrDefault(at, List.of()).stream()
                            .filter(waiting::containsKey)
                            .findFirst()
                            .orElseThrow();
        }
        var cycle = new ArrayList<>(way).subList(List.copyOf(way).indexOf(at), way.size());
        var closed = new ArrayList<>(cycle);
        closed.add(at);
        return List.copyOf(closed);
    }
}
