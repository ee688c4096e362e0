package dev.muster.telemetry;

import dev.muster.http.Headers;
import dev.muster.http.Scope;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where one piece of work stands in its trace, and what travels along: W3C Trace Context, level 2,
 * version 00 of its header, and W3C Baggage. Immutable.
 *
 * @param traceId 32 lower-case hexadecimal digits, the same in every service a request passes
 * @param spanId 16 digits: this piece of work
 * @param parentId 16 digits: the piece of work that called for it; empty at the start of a trace
 * @param flags {@link #SAMPLED} and {@link #RANDOM}; no other bit is ever set
 * @param state what tracing systems on the way say to each other, as {@code tracestate} has it;
 *     empty where they say nothing
 * @param baggage what services on the way say to each other, as {@code baggage} has it; empty where
 *     they say nothing
 */
public record TraceContext(
        String traceId, String spanId, String parentId, int flags, String state, String baggage) {
    /** The flag that says that the caller recorded its part. */
    public static final int SAMPLED = 1;

    /** The flag that says that the trace id is random, so that others may sample by it. */
    public static final int RANDOM = 2;

    private static final Scope.Key<TraceContext> CURRENT = Scope.Key.named("trace");

    private static final HexFormat HEX = HexFormat.of();
    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final String BAGGAGE = "baggage";
    private static final int LENGTH = 55;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;

    /** The context that the current thread works in; none outside of a request. */
    public static Optional<TraceContext> current() {
        return of(Scope.current());
    }

    /** The context that whatever is done in {@code scope} works in. */
    public static Optional<TraceContext> of(Scope scope) {
        return scope.find(CURRENT);
    }

    /** The first span of a new trace. */
    public static TraceContext root() {
        var random = ThreadLocalRandom.current();
        return new TraceContext(
                HEX.toHexDigits(nonZero(random)) + HEX.toHexDigits(random.nextLong()),
                HEX.toHexDigits(nonZero(random)),
                "",
                SAMPLED | RANDOM,
                "",
                "");
    }

    /**
     * A span for what a message with these headers asks for: of its sender's trace, or the first of
     * a new one where it names none that is well-formed, or more than one. Of what came with a
     * trace nothing is kept in a new one, but baggage belongs to the request and stays.
     */
    public static TraceContext received(Headers headers) {
        var sender = headers.only(TRACEPARENT).flatMap(TraceContext::parse);
        var context = sender.map(TraceContext::child).orElseGet(TraceContext::root);
        if (sender.isPresent() && headers.contains(TRACESTATE)) {
            context = context.withState(TraceState.combined(headers.all(TRACESTATE)));
        }
        return headers.contains(BAGGAGE)
                ? context.withBaggage(Baggage.combined(headers.all(BAGGAGE)))
                : context;
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
                        Character.digit(traceparent.charAt(LENGTH - 1), 16) & (SAMPLED | RANDOM),
                        "",
                        ""));
    }

    /** A new span of the same trace, called for by this one. */
    public TraceContext child() {
        return new TraceContext(
                traceId,
                HEX.toHexDigits(nonZero(ThreadLocalRandom.current())),
                spanId,
                flags,
                state,
                baggage);
    }

    /** Whether the caller recorded its part. */
    public boolean sampled() {
        return (flags & SAMPLED) != 0;
    }

    /** The value of the {@code traceparent} header of a call made within this span. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-0" + flags;
    }

    /**
     * The headers of a call made within this span. Baggage that they hold already is the caller's
     * own choice and stays.
     */
    public Headers onto(Headers headers) {
        var traced = headers.with(TRACEPARENT, traceparent()).without(TRACESTATE);
        if (!state.isEmpty()) {
            traced = traced.and(TRACESTATE, state);
        }
        return baggage.isEmpty() || headers.contains(BAGGAGE)
                ? traced
                : traced.and(BAGGAGE, baggage);
    }

    /** Runs {@code work} with this as the {@link #current} context. */
    public <T, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work) throws X {
        return in(Scope.current()).call(work);
    }

    /** {@code scope} with this as its context. */
    public Scope in(Scope scope) {
        return scope.with(CURRENT, this);
    }

    private TraceContext withState(String newState) {
        return new TraceContext(traceId, spanId, parentId, flags, newState, baggage);
    }

    private TraceContext withBaggage(String newBaggage) {
        return new TraceContext(traceId, spanId, parentId, flags, state, newBaggage);
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
