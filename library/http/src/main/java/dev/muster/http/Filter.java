package dev.muster.http;

/**
 * What wraps a {@link Handler}, on either end of a call: it may change the request, answer instead
 * of {@code next}, call it more than once, or look at what comes back. It must be thread-safe.
 */
@FunctionalInterface
public interface Filter {
    Response apply(Request request, Handler next) throws Exception;
}
