package dev.muster.cli.agent;

import dev.muster.cli.line.Value;
import dev.muster.control.ApiPaths;
import dev.muster.control.Target;
import dev.muster.fleet.ServiceSpec;

/** An order that changes a service, as the control API takes it. */
public record Order(Target target, String json) {
    /** How many replicas a service can be ordered to have. */
    public static final Value<Integer> REPLICAS =
            Value.number(
                    "a number of replicas, 0 to " + ServiceSpec.MOST_REPLICAS,
                    0,
                    ServiceSpec.MOST_REPLICAS);

    public static Order restart(String service) {
        return new Order(Target.of(ApiPaths.RESTART, service), "");
    }

    public static Order scale(String service, int replicas) {
        return new Order(Target.of(ApiPaths.SCALE, service), "{\"replicas\":" + replicas + "}");
    }
}
