package dev.muster.transport;

/**
 * Back-pressure of one exchange, in both directions. Every method is called on the exchange's event
 * loop.
 *
 * <p>What is received stops within one read of the socket after {@link #pause} and goes on after
 * {@link #resume}. What is sent is never refused, but a sender that respects {@link #isWritable}
 * holds no more than the connection's write buffer.
 */
public interface Flow {
    void pause();

    void resume();

    boolean isWritable();

    /** Calls {@code action} each time the exchange becomes writable again after it was not. */
    void onWritable(Runnable action);
}
