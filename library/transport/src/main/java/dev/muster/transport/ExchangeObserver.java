package dev.muster.transport;

/**
 * Is told of every exchange of a listener exactly once, when it is over: also of those that the
 * transport refuses before any handler sees them, and of those that are cut. Called on the event
 * loop of the connection, which it must not block.
 */
@FunctionalInterface
public interface ExchangeObserver {
    /** Wants to know nothing. */
    ExchangeObserver NONE = _ -> {};

    void ended(ExchangeEnd end);

    /**
     * The trace that an exchange belongs to which the transport is about to refuse; the refusal
     * tells it to the client, and its {@link ExchangeEnd} to this observer.
     *
     * @param traceparent the request's field of this name; empty if it has none or its head could
     *     not be read
     * @return hexadecimal digits; empty for none
     */
    default String traceId(String traceparent) {
        return "";
    }
}
