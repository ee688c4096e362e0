package dev.muster.http;

/**
 * What wraps a {@link Handler}, on either end of a call: it may change the request, answer instead
 * of {@code next}, call it more than once, or look at what comes back. It must be thread-safe.
 */
@FunctionalInterface
public interface Filter {
    Response apply(Request request, Handler next) throws Exception;

    /** {@code handler} behind {@code filters}, the first of them outermost. */
    static Handler pipeline(Handler handler, Filter... filters) {
        var wrapped = handler;
        for (int i = filters.length - 1; i >= 0; i--) {
            var filter = filters[i];
            var next = wrapped;
            wrapped = request -> filter.apply(request, next);
        }
        return wrapped;
    }
}
