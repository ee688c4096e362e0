package dev.muster.gateway;

import dev.muster.gateway.proxy.Target;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A route with where its requests go.
 *
 * @param targets one of each of the route's backends, in their order
 * @param weights of its backends together
 */
record EdgeRoute(Route route, List<Target> targets, int weights) {
    EdgeRoute(Route route, List<Target> targets) {
        this(route, targets, route.backends().stream().mapToInt(Backend::weight).sum());
    }

    /** One of the backends, by their weights. */
    Target choose(RandomGenerator chance) {
        if (targets.size() == 1) {
            return targets.getFirst();
        }
        var backends = route.backends();
        int drawn = chance.nextInt(weights);
        int index = 0;
        while (drawn >= backends.get(index).weight()) {
            drawn -= backends.get(index).weight();
            index++;
        }
        return targets.get(index);
    }
}
