package dev.muster.fleet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * Finds services that wait for each other. Services whose needs can all start are taken away until
 * none is left to take (Kahn 1962); among what remains, following any need leads round a cycle.
 */
final class NeedCycles {
    private NeedCycles() {}

    /** Cycles with no service in common, each with its first service again at its end. */
    static List<List<String>> in(Collection<ServiceSpec> services) {
        var waiting = new Waiting(services);
        var cycles = new ArrayList<List<String>>();
        while (waiting.any()) {
            var cycle = waiting.cycle();
            cycles.add(cycle);
            waiting.takeAway(cycle);
        }
        return cycles;
    }

    /** The services that cannot start; each need is looked at once, however many there are. */
    private static final class Waiting {
        private final SequencedMap<String, List<String>> needs = new LinkedHashMap<>();
        private final Map<String, List<String>> dependents = new HashMap<>();
        private final Map<String, Integer> unmet = new HashMap<>();

        Waiting(Collection<ServiceSpec> services) {
            services.forEach(service -> needs.put(service.name(), service.needs()));
            needs.forEach(
                    (name, those) -> {
                        var known = those.stream().filter(needs::containsKey).toList();
                        unmet.put(name, known.size());
                        known.forEach(
                                need ->
                                        dependents
                                                .computeIfAbsent(need, _ -> new ArrayList<>())
                                                .add(name));
                    });
            takeAway(
                    unmet.entrySet().stream()
                            .filter(each -> each.getValue() == 0)
                            .map(Map.Entry::getKey)
                            .toList());
        }

        boolean any() {
            return !needs.isEmpty();
        }

        /** Takes these away, and whatever can start without them. */
        void takeAway(Collection<String> names) {
            var gone = new ArrayDeque<>(names);
            while (!gone.isEmpty()) {
                var name = gone.pop();
                if (needs.remove(name) == null) {
                    continue;
                }
                for (var dependent : dependents.getOrDefault(name, List.of())) {
                    if (unmet.merge(dependent, -1, Integer::sum) == 0) {
                        gone.add(dependent);
                    }
                }
            }
        }

        /** A cycle that the first of them leads to. */
        List<String> cycle() {
            SequencedSet<String> way = new LinkedHashSet<>();
            var at = needs.firstEntry().getKey();
            while (way.add(at)) {
                at =
                        needs.getOrDefault(at, List.of()).stream()
                                .filter(needs::containsKey)
                                .findFirst()
                                .orElseThrow();
            }
            var closed = new ArrayList<>(way).subList(List.copyOf(way).indexOf(at), way.size());
            return Stream.concat(closed.stream(), Stream.of(at)).toList();
        }
    }
}
