package dev.muster.agent.api;

import dev.muster.http.HttpProblem;

/** Does what it is told, save what makes no sense. */
record ObedientOrders() implements Orders {
    @Override
    public String scale(String service, int replicas) {
        if (replicas < 0) {
            throw HttpProblem.unprocessable("that makes no sense");
        }
        return service + " to " + replicas;
    }

    @Override
    public String restart(String service) {
        return service + " anew";
    }

    @Override
    public String down(boolean force) {
        return "down " + force;
    }
}
