package dev.muster.transport;

import io.netty.buffer.ByteBuf;

/**
 * Where the body of a message goes, piece by piece, on one event loop: any number of {@link #data},
 * then either {@link #end}, with {@link #trailers} before it where there are some, or {@link
 * #failed}, and nothing after that.
 */
public interface BodySink {
    /** The next bytes; the callee owns the buffer and releases it. */
    void data(ByteBuf data);

    /**
     * The fields behind the body (RFC 9110, section 6.5), right before its end. They are never
     * merged into those of the head. Whoever has no use for them lets them go: so does the
     * transport where the body that they are sent behind is not in chunks, or the client did not
     * say that it takes them ({@code TE: trailers}).
     *
     * @param trailers are given away: the caller changes them no more, and whoever sends them only
     *     reads them, so that several exchanges may be given the same
     * @throws IllegalArgumentException where they are sent and one of them says how the message is
     *     framed, routed, authenticated or read
     */
    default void trailers(FlatHeaders trailers) {}

    /** The body is complete. */
    void end();

    /** The body will not be completed, because of {@code cause}. */
    void failed(TransportException cause);
}
