package dev.muster.client;

import dev.muster.http.Request;
import dev.muster.transport.ConnectionPool;
import dev.muster.transport.EventLoops;

import java.net.InetSocketAddress;

/** What calls travel on: the event loops and the connections that they share. */
record Network(EventLoops loops, ConnectionPool pool) {
    OutgoingExchange exchange(
            InetSocketAddress peer,
            Request request,
            ResponseTerms terms,
            OutgoingExchange.Listener listener) {
        return new OutgoingExchange(loops.next(), pool, peer, request, terms, listener);
    }
}
