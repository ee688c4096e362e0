package dev.muster.transport;

import dev.muster.transport.loop.Loop;
import dev.muster.transport.wire.HeadParser;

import java.net.InetSocketAddress;

/**
 * A connection to a peer that a pool has made, as the pool sees it: how many streams it has to
 * give. Used on its event loop.
 */
interface PooledConnection {
    /** The pool whose connection it is. */
    interface Owner {
        Loop loop();

        PoolConfig config();

        HeadParser.Limits limits();

        /** Whether its connections speak TLS. */
        boolean isSecure();

        /**
         * A connection has been made.
         *
         * @return false if nobody wants it any more
         */
        boolean opened(PooledConnection connection);

        /** A connection that had no stream to give has one again. */
        void available(PooledConnection connection);

        /** Forgets a connection that is closed. */
        void closed(PooledConnection connection, boolean byPeer);
    }

    InetSocketAddress peer();

    /** How many exchanges can begin on it now; of HTTP/1.1 at most one, of a closed one none. */
    int freeStreams();

    /** Whether no exchange runs on it. */
    boolean isIdle();

    /** Gives {@code call} one of its free streams. */
    void start(ClientCall call);

    /** Whether it has carried more than one exchange. */
    boolean isReused();

    /** How long no exchange has ended on it. */
    long idleNanos(long now);

    /**
     * Whether the peer has not closed it, as far as the system knows by now. Asked of a connection
     * with a free stream; one that is not still open is not used again.
     */
    boolean isStillOpen();

    void close();
}
