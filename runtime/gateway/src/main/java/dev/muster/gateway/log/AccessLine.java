package dev.muster.gateway.log;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;

/**
 * Writes entries of the access log as JSON straight into a byte array. Hand-written, because it
 * runs on the event loop for every request. Not thread-safe.
 */
final class AccessLine {
    /** No line is longer: the texts in it are cut to lengths that add up to less. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_TEXT = 1024;
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] TIMESTAMP = ascii("{\"@timestamp\":\"");
    private static final byte[] LEVEL =
            ascii(
                    "\",\"log.level\":\"INFO\",\"event.dataset\":\"gateway.access\","
                            + "\"service.name\":\"gateway\",\"service.origin.name\":");
    private static final byte[] TARGET = ascii(",\"service.target.name\":");
    private static final byte[] REPLICA = ascii(",\"service.target.node.name\":");
    private static final byte[] CLIENT = ascii(",\"client.ip\":");
    private static final byte[] METHOD = ascii(",\"http.request.method\":");
    private static final byte[] PATH = ascii(",\"url.path\":");
    private static final byte[] REQUEST_BYTES = ascii(",\"http.request.body.bytes\":");
    private static final byte[] STATUS = ascii(",\"http.response.status_code\":");
    private static final byte[] RESPONSE_BYTES = ascii(",\"http.response.body.bytes\":");
    private static final byte[] DURATION = ascii(",\"event.duration\":");
    private static final byte[] TRACE = ascii(",\"trace.id\":");
    private static final byte[] SPAN = ascii(",\"span.id\":");
    private static final byte[] CAUSE = ascii(",\"error.message\":");
    private static final byte[] END = ascii("}\n");

    private final Clock clock;
    private long stampedSecond = Long.MIN_VALUE;
    private byte[] stamp = new byte[0];
    private byte[] to = new byte[0];
    private int at;

    AccessLine(Clock clock) {
        this.clock = clock;
    }

    /** Writes a line about {@code outcome} from {@code offset} on, and returns where it ends. */
    int write(Outcome outcome, long nanos, byte[] target, int offset) {
        to = target;
        at = offset;
        put(TIMESTAMP);
        putTimestamp();
        put(LEVEL);
        putText(outcome.caller);
        if (!outcome.service.isEmpty()) {
            put(TARGET);
            putText(outcome.service);
        }
        if (!outcome.replica.isEmpty()) {
            put(REPLICA);
            putText(outcome.replica);
        }
        put(CLIENT);
        putText(outcome.client);
        put(METHOD);
        putText(outcome.method);
        put(PATH);
        putText(outcome.path);
        put(REQUEST_BYTES);
        putNumber(outcome.requestBytes);
        put(STATUS);
        putNumber(outcome.status);
        put(RESPONSE_BYTES);
        putNumber(outcome.responseBytes);
        put(DURATION);
        putNumber(nanos);
        put(TRACE);
        putText(outcome.traceId);
        var span = outcome.span;
        if (span != null) {
            put(SPAN);
            putText(span.spanId());
        }
        if (!outcome.cause.isEmpty()) {
            put(CAUSE);
            putText(outcome.cause);
        }
        put(END);
        return at;
    }

    /** Formats the date once a second; only the milliseconds change in between. */
    private void putTimestamp() {
        long millis = clock.millis();
        long second = Math.floorDiv(millis, 1000L);
        if (second != stampedSecond) {
            stampedSecond = second;
            var text = Instant.ofEpochSecond(second).toString();
            stamp = ascii(text.substring(0, text.length() - 1));
        }
        put(stamp);
        int fraction = (int) Math.floorMod(millis, 1000L);
        to[at++] = '.';
        to[at++] = (byte) ('0' + fraction / 100);
        to[at++] = (byte) ('0' + fraction / 10 % 10);
        to[at++] = (byte) ('0' + fraction % 10);
        to[at++] = 'Z';
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, to, at, bytes.length);
        at += bytes.length;
    }

    private void putNumber(long number) {
        if (number <= 0) {
            to[at++] = '0';
            return;
        }
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        at += digits;
        int position = at;
        for (long rest = number; rest > 0; rest /= 10) {
            to[--position] = (byte) ('0' + rest % 10);
        }
    }

    private void putText(String text) {
        to[at++] = '"';
        int length = Math.min(text.length(), MAX_TEXT);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                to[at++] = (byte) c;
            } else {
                putEscaped(c);
            }
        }
        to[at++] = '"';
    }

    /**
     * Control characters must reach no terminal, and the bytes of a path are of no known charset.
     */
    private void putEscaped(char c) {
        to[at++] = '\\';
        to[at++] = 'u';
        to[at++] = HEX[c >> 12 & 0xf];
        to[at++] = HEX[c >> 8 & 0xf];
        to[at++] = HEX[c >> 4 & 0xf];
        to[at++] = HEX[c & 0xf];
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
