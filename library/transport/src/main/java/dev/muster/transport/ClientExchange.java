package dev.muster.transport;

/**
 * A request being sent on a pooled connection and the response to it. The request's body is written
 * through {@link BodySink}; {@link #failed} abandons the exchange and closes its connection. Every
 * method is called on the event loop that the exchange was opened on.
 */
public interface ClientExchange extends BodySink, Flow {}
