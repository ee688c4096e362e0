package dev.muster.cli;

import dev.muster.fleet.ServiceSpec;

/** An order that changes a service, as the control API takes it. */
record Order(String target, String json) {

    static Order restart(String service) {
        return new Order(target(service, "restart"), "");
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
                target(service, "scale"), "{\"replicas\":" + Integer.parseInt(replicas) + "}");
    }

    private static String target(String service, String action) {
        return "/api/services/" + ReadVerbs.encode(service) + "/" + action;
    }
}
