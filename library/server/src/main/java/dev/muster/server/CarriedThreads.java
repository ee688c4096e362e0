package dev.muster.server;

import dev.muster.http.Scope;

import org.slf4j.MDC;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that work in the scope of the thread that makes them, and log with its MDC: what they
 * call and write down belongs to the same request. Thread-safe.
 */
final class CarriedThreads implements ThreadFactory {
    private final ThreadFactory threads;

    CarriedThreads(ThreadFactory threads) {
        this.threads = threads;
    }

    @Override
    public Thread newThread(Runnable work) {
        return threads.newThread(carried(work));
    }

    /** {@code work} with what the current thread has, wherever it is done. */
    static Runnable carried(Runnable work) {
        var scope = Scope.current();
        var context = MDC.getCopyOfContextMap();
        if (context == null || context.isEmpty()) {
            return () -> scope.run(work);
        }
        return () -> {
            MDC.setContextMap(context);
            scope.run(work);
        };
    }
}
