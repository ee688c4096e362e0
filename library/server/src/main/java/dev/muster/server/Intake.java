package dev.muster.server;

import dev.muster.http.Headers;
import dev.muster.http.MediaType;
import dev.muster.transport.ByteBudget;

import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How the bodies of a listener's requests are taken in: a short one is read into memory before its
 * handler runs, which spares a thread the wait, and so is each that a handler on the event loop is
 * given, which cannot wait for it; every other one is a stream that the handler reads.
 */
final class Intake {
    private static final int UNKNOWN = -1;

    /** What values made of JSON take for each byte of it: {@code {}} is a map of fifty bytes. */
    private static final int WEIGHT_OF_JSON = 16;

    /** What other bodies take: their bytes twice while they are gathered, and a text of them. */
    private static final int WEIGHT_OF_OTHERS = 4;

    private final int heldBodyBytes;
    private final long maxBodyBytes;
    private final ByteBudget memory;
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    Intake(ServerConfig config, ByteBudget memory, LongSupplier nanoTime) {
        this.heldBodyBytes = config.heldBodyBytes();
        this.maxBodyBytes = config.listener().maxBodyBytes();
        this.memory = memory;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes the body of a request in.
     *
     * @param next called on the event loop once the handler can run; never if the client breaks off
     *     before
     */
    void take(RunningExchange running, Consumer<TakenRequest> next) {
        if (!running.exchange().hasBody()) {
            next.accept(TakenRequest.withoutBody(running.request()));
            return;
        }
        var headers = running.request().headers();
        long length = headers.first("Content-Length").map(Long::parseLong).orElse((long) UNKNOWN);
        int weight = weight(headers);
        if (isShort(length, headers)) {
            hold(running, memory.charge(), weight, (int) length, next);
        } else {
            var charge = memory.charge(most(running, length) * weight);
            if (running.match().isNonBlocking()) {
                hold(running, charge, weight, UNKNOWN, next);
            } else {
                stream(running, charge, weight, length, next);
            }
        }
    }

    /** A client that waits to be told to go on is answered by the handler, which may refuse. */
    private boolean isShort(long length, Headers headers) {
        return length != UNKNOWN && length <= heldBodyBytes && !headers.contains("Expect");
    }

    /**
     * @param length {@link #UNKNOWN} also where it is known but too much to take at once
     */
    private static void hold(
            RunningExchange running,
            ByteBudget.Charge charge,
            int weight,
            int length,
            Consumer<TakenRequest> next) {
        var exchange = running.exchange();
        var held =
                new HeldBody(
                        exchange,
                        charge,
                        weight,
                        length,
                        body -> next.accept(running.taken(body, charge)));
        exchange.receive(held, charge);
    }

    private void stream(
            RunningExchange running,
            ByteBudget.Charge charge,
            int weight,
            long length,
            Consumer<TakenRequest> next) {
        var known = length == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(length);
        var body = new StreamedBody(running.exchange(), nanoTime, known, charge, weight);
        running.whenAnswered(body::discard);
        next.accept(running.taken(body, charge));
    }

    /** How long a body may come to be. */
    private long most(RunningExchange running, long length) {
        if (length != UNKNOWN) {
            return length;
        }
        long most = running.match().limits().maxBodyBytes().orElse(maxBodyBytes);
        return most < 0 ? Integer.MAX_VALUE : most;
    }

    private static int weight(Headers headers) {
        boolean isJson =
                headers.first("Content-Type").map(type -> MediaType.of(type).isJson()).orElse(true);
        return isJson ? WEIGHT_OF_JSON : WEIGHT_OF_OTHERS;
    }
}
