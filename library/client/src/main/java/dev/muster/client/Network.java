package dev.muster.client;

import dev.muster.discovery.Endpoint;
import dev.muster.http.Request;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;

/**
 * What calls travel on: the event loops and the connections that they share, and the time it takes.
 */
record Network(EventLoops loops, ConnectionPool pool, ClientBackend backend) {
    OutgoingExchange exchange(
            Endpoint endpoint,
            Request request,
            ResponseTerms terms,
            OutgoingExchange.Listener listener) {
        return new OutgoingExchange(loops.next(), pool, endpoint, request, terms, listener);
    }
}
