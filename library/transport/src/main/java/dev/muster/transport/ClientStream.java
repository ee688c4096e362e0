package dev.muster.transport;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

/**
 * What one exchange has of a connection to a peer, to send its request on. Under HTTP/1.1 that is
 * the connection for the exchange's turn; a protocol that multiplexes gives many at a time. Used on
 * the event loop of the connection, from its beginning to the exchange's end.
 */
interface ClientStream {
    /**
     * Sends the head of the request.
     *
     * @param authority the host of the peer, with its port where that is not the usual one
     */
    void head(RequestHead head, String authority);

    /**
     * Sends the next bytes of the request's body, which are the stream's from now on.
     *
     * @return false if the head said that it is shorter: it cannot be completed any more
     */
    boolean data(ByteBuf data);

    /**
     * Ends the request.
     *
     * @param trailers the fields behind its body; null for none
     * @return false if the head said that it is longer: it cannot be completed any more
     */
    boolean end(@Nullable FlatHeaders trailers);

    /** Whether the connection has carried another exchange before. */
    boolean isReused();

    boolean isWritable();

    /** Reads on from what has arrived, as far as the exchange wants it. */
    void resume();

    /** The exchange was given up: nothing that comes can be told apart from its answer. */
    void cancel();
}
