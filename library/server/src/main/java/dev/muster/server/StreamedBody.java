package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.transport.ByteBudget;
import dev.muster.transport.ReceivedBody;
import dev.muster.transport.ServerExchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A request's body that stays with the client until the handler opens it: a client that waits to be
 * told to go on (RFC 9110, section 10.1.1) is told so only then. One that is to be kept in memory
 * is opened, and read on, as its {@link ByteBudget} has room for it.
 */
final class StreamedBody implements Body {
    private final ServerExchange exchange;
    private final ReceivedBody received;
    private final ByteBudget.Charge charge;
    private final int weight;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     * @param weight bytes of memory for each byte that is kept
     */
    StreamedBody(
            ServerExchange exchange,
            LongSupplier nanoTime,
            OptionalLong length,
            ByteBudget.Charge charge,
            int weight) {
        this.exchange = exchange;
        this.charge = charge;
        this.weight = weight;
        // Left half-read, the rest is the transport's to drain or to refuse.
        this.received =
                new ReceivedBody(
                        exchange.eventLoop(),
                        exchange,
                        nanoTime,
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
        var stream = received.open();
        var kept = new KeptStream(stream, charge, weight);
        exchange.eventLoop().execute(() -> exchange.receive(received, charge));
        return kept;
    }

    @Override
    public void discard() {
        received.discard();
    }
}
