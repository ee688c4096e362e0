package dev.muster.cli;

import dev.muster.control.ApiPaths;
import dev.muster.control.Target;
import dev.muster.fleet.ServiceSpec;

/** An order that changes a service, as the control API takes it. */
record Order(Target target, String json) {

    static Order restart(String service) {
        return new Order(Target.of(ApiPaths.RESTART, service), "");
    }

    /**
     * @param replicas as it was typed
     * @throws CommandException where that is not a number of replicas
     */
    static Order scale(String service, String replicas) {
        if (!replicas.matches("\\d{1,4}")
                || Integer.parseInt(replicas) > ServiceSpec.MOST_REPLICAS) {
            throw new CommandException(
                    ExitCode.BAD_INPUT,
                    "\""
                            + replicas
                            + "\" is not a number of replicas, 0 to "
                            + ServiceSpec.MOST_REPLICAS
                            + ".");
        }
        return new Order(
                Target.of(ApiPaths.SCALE, service),
                "{\"replicas\":" + Integer.parseInt(replicas) + "}");
    }
}
