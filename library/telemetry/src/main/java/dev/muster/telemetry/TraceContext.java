package dev.muster.telemetry;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where one piece of work stands in its trace: W3C Trace Context, version 00. Immutable.
 *
 * @param traceId 32 lower-case hexadecimal digits, the same in every service a request passes
 * @param spanId 16 digits: this piece of work
 * @param parentId 16 digits: the piece of work that called for it; empty at the start of a trace
 * @param sampled whether the caller recorded its part
 */
public record TraceContext(String traceId, String spanId, String parentId, boolean sampled) {
    private static final ScopedValue<TraceContext> CURRENT = ScopedValue.newInstance();

    private static final HexFormat HEX = HexFormat.of();
    private static final int LENGTH = 55;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;

    /** The context that the current thread works in; none outside of a request. */
    public static Optional<TraceContext> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** The first span of a new trace. */
    public static TraceContext root() {
        var random = ThreadLocalRandom.current();
        return new TraceContext(
                HEX.toHexDigits(nonZero(random)) + HEX.toHexDigits(random.nextLong()),
                HEX.toHexDigits(nonZero(random)),
                "",
                true);
    }

    /** A new span of the trace with this id, whose caller is not known. */
    public static TraceContext within(String traceId) {
        return new TraceContext(
                traceId, HEX.toHexDigits(nonZero(ThreadLocalRandom.current())), "", true);
    }

    /**
     * Reads the value of a {@code traceparent} header, as its sender's context. Nothing comes of a
     * malformed one: the standard has the receiver start a new trace then.
     */
    public static Optional<TraceContext> parse(String traceparent) {
        boolean isWellFormed =
                traceparent.length() >= LENGTH
                        && isVersion(traceparent)
                        && traceparent.charAt(2) == '-'
                        && isId(traceparent, 3, SPAN - 1)
                        && traceparent.charAt(SPAN - 1) == '-'
                        && isId(traceparent, SPAN, FLAGS - 1)
                        && traceparent.charAt(FLAGS - 1) == '-'
                        && isHex(traceparent, FLAGS, LENGTH);
        if (!isWellFormed) {
            return Optional.empty();
        }
        return Optional.of(
                new TraceContext(
                        traceparent.substring(3, SPAN - 1),
                        traceparent.substring(SPAN, FLAGS - 1),
                        "",
                        (Character.digit(traceparent.charAt(LENGTH - 1), 16) & 1) == 1));
    }

    /** A new span of the same trace, called for by this one. */
    public TraceContext child() {
        return new TraceContext(
                traceId, HEX.toHexDigits(nonZero(ThreadLocalRandom.current())), spanId, sampled);
    }

    /** The value of the {@code traceparent} header of a call made within this span. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    /** Runs {@code work} with this as the {@link #current} context. */
    public <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Version ff is forbidden; a later version may have more fields after those of version 00. */
    private static boolean isVersion(String header) {
        if (header.startsWith("00")) {
            return header.length() == LENGTH;
        }
        return isHex(header, 0, 2)
                && !header.startsWith("ff")
                && (header.length() == LENGTH || header.charAt(LENGTH) == '-');
    }

    private static boolean isId(String header, int from, int to) {
        boolean isZero = true;
        for (int i = from; i < to; i++) {
            isZero &= header.charAt(i) == '0';
        }
        return !isZero && isHex(header, from, to);
    }

    private static boolean isHex(String header, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = header.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static long nonZero(ThreadLocalRandom random) {
        long id = random.nextLong();
        return id == 0 ? 1 : id;
    }
}
