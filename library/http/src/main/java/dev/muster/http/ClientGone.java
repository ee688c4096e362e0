package dev.muster.http;

import java.util.function.Consumer;

/**
 * Tells a handler that waits, as for the next change of something, that nobody waits for its answer
 * any more. Most handlers need not know: what they write to a client that is gone is discarded.
 */
public final class ClientGone {
    private static final ScopedValue<Consumer<Runnable>> LISTENERS = ScopedValue.newInstance();

    private ClientGone() {}

    /**
     * Has {@code action} called if the client whose request this thread handles leaves before it is
     * answered: at once if it has left already, else on a thread that must not be kept. The last
     * action of a request counts. Where nobody can tell, as in a test, it is never called.
     */
    public static void then(Runnable action) {
        LISTENERS.orElse(_ -> {}).accept(action);
    }

    /**
     * Has {@code handler} answer, as whoever receives requests does it.
     *
     * @param listeners takes what is to be called when the client leaves
     */
    public static Response handle(Handler handler, Request request, Consumer<Runnable> listeners)
            throws Exception {
        return ScopedValue.where(LISTENERS, listeners).call(() -> handler.handle(request));
    }
}
