package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ReceivedBody;
import dev.muster.transport.ServerExchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.OptionalLong;

/**
 * A request's body that stays with the client until the handler opens it: a client that waits to be
 * told to go on (RFC 9110, section 10.1.1) is told so only then. One that is to be kept in memory
 * is opened once its {@link ByteBudget} has room for all of it.
 */
final class StreamedBody implements Body {
    /**
     * What of a body of unknown length is read before the rest is asked room for. It is kept as it
     * came until then: who holds much while it waits for more keeps all others from ever having it.
     */
    private static final int SMALL = 16 << 10;

    private final ServerExchange exchange;
    private final ReceivedBody received;
    private final ByteBudget.Charge charge;
    private final int weight;
    private final long most;

    /**
     * @param weight bytes of memory for each byte that is kept
     * @param most how long the body may be; negative for no limit
     */
    StreamedBody(
            ServerExchange exchange,
            OptionalLong length,
            ByteBudget.Charge charge,
            int weight,
            long most) {
        this.exchange = exchange;
        this.charge = charge;
        this.weight = weight;
        this.most = most < 0 ? Integer.MAX_VALUE : most;
        // Left half-read, the rest is the transport's to drain or to refuse.
        this.received =
                new ReceivedBody(
                        exchange.eventLoop(),
                        exchange,
                        length,
                        exchange::resume,
                        BrokenRequest::new);
    }

    @Override
    public OptionalLong length() {
        return received.length();
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream open() {
        var stream = received.open();
        exchange.eventLoop().execute(() -> exchange.receive(received));
        return stream;
    }

    @Override
    public InputStream openToKeep() throws IOException {
        var length = received.length();
        if (length.isPresent()) {
            await(length.getAsLong() * weight);
            return open();
        }
        await(SMALL);
        var stream = open();
        var start = stream.readNBytes(SMALL);
        if (start.length < SMALL) {
            await((long) start.length * weight);
            return new ByteArrayInputStream(start);
        }
        await(most * weight);
        return new SequenceInputStream(new ByteArrayInputStream(start), stream);
    }

    @Override
    public void discard() {
        received.discard();
    }

    private void await(long bytes) throws IOException {
        boolean hasRoom;
        try {
            hasRoom = charge.await(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for memory for a body");
        }
        if (!hasRoom) {
            throw UnheldBody.problem();
        }
    }
}
