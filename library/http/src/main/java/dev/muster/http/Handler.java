package dev.muster.http;

/**
 * Answers a request. The one function type of the library: a route's code is a handler, a client is
 * a handler whose end is the network, and a test's fake is a lambda.
 *
 * <p>Called on a virtual thread, so it may block. It is called concurrently and must be
 * thread-safe. A thrown {@link HttpProblem} becomes that problem's response; any other exception
 * becomes a 500 without its message.
 */
@FunctionalInterface
public interface Handler {
    Response handle(Request request) throws Exception;
}
