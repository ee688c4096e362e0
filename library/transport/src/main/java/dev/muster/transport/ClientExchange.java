package dev.muster.transport;

/**
 * A request being sent on a pooled connection and the response to it. The request's body is written
 * through {@link BodySink}, and {@link #end} is called for a request without a body too; {@link
 * #failed} abandons the exchange and closes its connection, after which its {@link ResponseSink}
 * hears nothing more. Every method is called on the event loop that the exchange was opened on.
 */
public interface ClientExchange extends BodySink, Flow {}
