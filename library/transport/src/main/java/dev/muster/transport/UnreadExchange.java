package dev.muster.transport;

import dev.muster.transport.ExchangeEnd.Kind;
import dev.muster.transport.wire.HeadRules;

import io.netty.buffer.ByteBuf;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * An exchange whose request's head was never read to its end: what can be told of it all the same.
 *
 * @param method empty where no request line can be made out
 * @param target its beginning; empty where no request line can be made out
 * @param startedAt in the nanoseconds of {@link System#nanoTime}
 */
record UnreadExchange(String method, String target, InetSocketAddress client, long startedAt) {
    private static final int LONGEST_METHOD = 32;
    private static final int LONGEST_TARGET = 1 << 10;

    /** The exchange whose head begins in {@code received}. */
    static UnreadExchange of(ByteBuf received, InetSocketAddress client, long startedAt) {
        int start = received.readerIndex();
        int length = Math.min(received.readableBytes(), LONGEST_METHOD + 1 + LONGEST_TARGET);
        var text = received.toString(start, length, StandardCharsets.ISO_8859_1);
        int methodEnd = 0;
        while (methodEnd < length && HeadRules.isToken(text.charAt(methodEnd))) {
            methodEnd++;
        }
        boolean isMethod =
                methodEnd > 0
                        && methodEnd <= LONGEST_METHOD
                        && methodEnd < length
                        && text.charAt(methodEnd) == ' ';
        if (!isMethod) {
            return new UnreadExchange("", "", client, startedAt);
        }
        int end = methodEnd + 1;
        while (end < length && " \r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return new UnreadExchange(
                text.substring(0, methodEnd),
                text.substring(methodEnd + 1, end),
                client,
                startedAt);
    }

    ExchangeEnd refused(Refusal refusal, long now) {
        return end(
                refusal.traceId(),
                refusal.status(),
                refusal.length(),
                Kind.REFUSED,
                refusal.detail(),
                now);
    }

    /**
     * @param cutBecause why we closed the connection; empty where the client did
     */
    ExchangeEnd abandoned(String cutBecause, long now) {
        return cutBecause.isEmpty()
                ? end(
                        "",
                        0,
                        0,
                        Kind.CLIENT_GONE,
                        "The client left within the head of its request.",
                        now)
                : end("", 0, 0, Kind.CUT, cutBecause, now);
    }

    private ExchangeEnd end(
            String traceId, int status, long sent, Kind kind, String reason, long now) {
        var took = Duration.ofNanos(Math.max(0, now - startedAt));
        return new ExchangeEnd(
                method, target, client, traceId, status, 0, sent, took, kind, reason);
    }
}
