package dev.muster.http;

/**
 * A thread that moves the bytes of many connections, each for an instant: whatever waits on it has
 * all of them wait. What waits by its nature asks {@link #isCurrent} first, and refuses.
 */
public interface EventLoopThread {
    /** Whether the current thread must not wait. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof EventLoopThread;
    }

    /**
     * Refuses to wait on this thread.
     *
     * @param what was asked for, such as "a call of payments"
     * @throws IllegalStateException if the current thread must not wait; says why and what to do
     */
    static void forbid(String what) {
        if (isCurrent()) {
            throw new IllegalStateException(
                    what
                            + " has to wait, and this is a non-blocking route: it runs on the event"
                            + " loop, where every other connection would stand still meanwhile."
                            + " Make it a route that may block: get, post or handle in place of"
                            + " nonBlocking");
        }
    }
}
