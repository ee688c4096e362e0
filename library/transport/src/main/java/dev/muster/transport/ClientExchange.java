package dev.muster.transport;

/**
 * A request being sent on a pooled connection and the response to it. The request's body is written
 * through {@link BodySink}, and {@link #end} is called for a request without a body too; {@link
 * #failed} abandons the exchange and closes its connection, after which its {@link ResponseSink}
 * hears nothing more.
 *
 * <p>A request with an {@code Upgrade} field offers to change the protocol. Where the response is
 * 101, the connection is handed over: what its sink receives after that head, and what is sent from
 * then on, are the bytes of the new protocol. {@link #end} says once more that nothing follows; the
 * peer's end is the end of all of it.
 *
 * <p>Every method is called on the event loop that the exchange was opened on.
 */
public interface ClientExchange extends BodySink, Flow {}
