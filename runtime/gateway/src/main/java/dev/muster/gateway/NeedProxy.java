package dev.muster.gateway;

import dev.muster.gateway.proxy.Forwarder;
import dev.muster.gateway.proxy.Target;
import dev.muster.transport.ExchangeHandler;
import dev.muster.transport.ServerExchange;

/** Answers at the address where one service reaches another: everything goes to that service. */
final class NeedProxy implements ExchangeHandler {
    private final Forwarder forwarder;
    private final String caller;
    private final Target target;

    NeedProxy(Forwarder forwarder, String caller, Target target) {
        this.forwarder = forwarder;
        this.caller = caller;
        this.target = target;
    }

    @Override
    public void handle(ServerExchange client) {
        var outcome = forwarder.begin(client, caller);
        forwarder.forward(client, target, outcome, outcome.path());
    }
}
