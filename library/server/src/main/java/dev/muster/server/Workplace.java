package dev.muster.server;

import dev.muster.http.EventLoopThread;
import dev.muster.transport.TransportBackend;

/** Where requests are worked on, each in its scope. */
final class Workplace {
    private final TransportBackend backend;
    private final LoopStalls stalls;

    Workplace(TransportBackend backend) {
        this.backend = backend;
        this.stalls = new LoopStalls(backend.nanoTime());
    }

    /**
     * Runs {@code work} on the event loop, which this is called on, where the route says that it
     * never blocks; else on a thread of its own.
     */
    void run(RunningExchange running, Runnable work) {
        if (running.match().isNonBlocking()) {
            long start = backend.nanoTime().getAsLong();
            running.scope().run(work);
            stalls.check(running.request(), backend.nanoTime().getAsLong() - start);
        } else {
            start(running, work);
        }
    }

    /** Runs {@code work}, which waits: on the current thread, if it may. */
    void runWaiting(RunningExchange running, Runnable work) {
        if (EventLoopThread.isCurrent()) {
            start(running, work);
        } else {
            work.run();
        }
    }

    /** Whatever becomes of {@code work}, the client hears. */
    private void start(RunningExchange running, Runnable work) {
        var worker =
                backend.threads()
                        .newThread(
                                () -> {
                                    try {
                                        running.scope().run(work);
                                    } catch (Throwable e) {
                                        running.onLoop(() -> running.fail("the answer failed"));
                                        throw e;
                                    }
                                });
        var deadline = running.match().limits().deadline();
        if (deadline.isPresent()) {
            running.limit(deadline.get(), worker, () -> Answer.late(running).sendWhole(running));
        }
        worker.start();
    }
}
