package dev.muster.transport;

/**
 * Answers the exchanges of a listener. Called on the connection's event loop, which it must not
 * block.
 */
@FunctionalInterface
public interface ExchangeHandler {
    void handle(ServerExchange exchange);
}
