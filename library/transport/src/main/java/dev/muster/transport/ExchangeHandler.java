package dev.muster.transport;

/**
 * Answers the exchanges of a listener. Called on the connection's event loop, which it must not
 * block.
 */
@FunctionalInterface
public interface ExchangeHandler {
    void handle(ServerExchange exchange);

    /**
     * How many bytes the body of a request may have; more are answered 413. Asked before {@link
     * #handle}, for requests that have a body.
     *
     * @param most what the listener allows; negative is no limit
     */
    default long maxBodyBytes(RequestHead head, long most) {
        return most;
    }
}
