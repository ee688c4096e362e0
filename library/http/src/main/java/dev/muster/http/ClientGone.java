package dev.muster.http;

import java.util.function.Consumer;

/**
 * Tells a handler that waits, as for the next change of something, that nobody waits for its answer
 * any more. Most handlers need not know: what they write to a client that is gone is discarded.
 *
 * {@snippet :
 * s.get("/changes", request -> Response.of(200).withBody(Body.streaming(out -> {
 *     ClientGone.then(Thread.currentThread()::interrupt);
 *     while (true) {
 *         out.write(changes.take());
 *         out.flush();
 *     }
 * })));
 * }
 */
public final class ClientGone {
    private static final Scope.Key<Consumer<Runnable>> LISTENERS =
            Scope.Key.named("who is told that the client is gone");

    private ClientGone() {}

    /**
     * Has {@code action} called if the client whose request this thread handles, or whose response
     * it writes, leaves before it is answered in full: at once if it has left already, else on a
     * thread that must not be kept. Every action of a request is called. Where nobody can tell, as
     * in a test, none is.
     */
    public static void then(Runnable action) {
        Scope.current().find(LISTENERS).orElse(_ -> {}).accept(action);
    }

    /**
     * {@code scope} with somebody who knows when the client leaves, as whoever receives requests
     * makes it.
     *
     * @param listeners takes what is to be called when the client leaves
     */
    public static Scope within(Scope scope, Consumer<Runnable> listeners) {
        return scope.with(LISTENERS, listeners);
    }
}
