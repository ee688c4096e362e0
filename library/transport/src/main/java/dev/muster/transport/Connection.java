package dev.muster.transport;

import io.netty.channel.EventLoop;

/** A client's connection, as the listener sees it that made it; used on its event loop. */
interface Connection {
    EventLoop eventLoop();

    /** Answers the exchange that runs, and closes when it or the idle time is over. */
    void drain();

    /** Cuts a response that was asked to end and may never do so. */
    void cutOpenEnded();

    /**
     * Closes the connection at once.
     *
     * @param why told of an exchange that this ends
     */
    void abort(String why);
}
