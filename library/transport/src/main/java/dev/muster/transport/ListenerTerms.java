package dev.muster.transport;

import dev.muster.transport.TransportException.Kind;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.wire.HeadParser;

/**
 * What the connections of a listener have in common.
 *
 * @param limits of the head of a request
 * @param handler answers what they receive
 * @param observer is told of exchanges that have none of their own
 */
record ListenerTerms(
        ListenerConfig config,
        HeadParser.Limits limits,
        ExchangeHandler handler,
        ExchangeObserver observer) {

    static ListenerTerms of(
            ListenerConfig config, ExchangeHandler handler, ExchangeObserver observer) {
        var limits =
                new HeadParser.Limits(
                        config.maxRequestLine(), config.maxHeaderBytes(), config.maxHeaders());
        return new ListenerTerms(config, limits, handler, observer);
    }

    /** Has {@code exchange} answered; what the handler throws fails it. */
    void handle(ServerExchange exchange, Loop loop) {
        try {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            loop.report("A handler failed.", e);
            exchange.failed(new TransportException(Kind.CANCELLED, "the handler failed: " + e));
        }
    }
}
