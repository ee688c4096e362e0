package dev.muster.server;

import dev.muster.http.EventLoopThread;
import dev.muster.http.Scope;

import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs each task on a thread of its own, in the {@link Scope} and with the MDC of the thread that
 * hands it over: its calls and log lines belong to the same request. Thread-safe.
 */
public final class ScopedExecutor extends AbstractExecutorService {
    private final ThreadFactory threads;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private volatile boolean isShutdown;

    /**
     * @param threads make the threads of the tasks
     */
    public ScopedExecutor(ThreadFactory threads) {
        this.threads = new CarriedThreads(threads);
    }

    @Override
    public void execute(Runnable task) {
        requireOpen();
        var thread =
                threads.newThread(
                        () -> {
                            try {
                                task.run();
                            } finally {
                                running.remove(Thread.currentThread());
                                endIfIdle();
                            }
                        });
        running.add(thread);
        if (isShutdown) {
            running.remove(thread);
            endIfIdle();
            requireOpen();
        }
        thread.start();
    }

    private void requireOpen() {
        if (isShutdown) {
            throw new RejectedExecutionException("the service is stopping");
        }
    }

    @Override
    public void shutdown() {
        isShutdown = true;
        endIfIdle();
    }

    /** Interrupts what runs; nothing waits to be begun. */
    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        running.forEach(Thread::interrupt);
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return terminated.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        return new Task<>(callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        return new Task<>(
                () -> {
                    runnable.run();
                    return value;
                });
    }

    private void endIfIdle() {
        if (isShutdown && running.isEmpty()) {
            terminated.countDown();
        }
    }

    /** What may be waited for where waiting is allowed. */
    private static final class Task<T> extends FutureTask<T> {
        Task(Callable<T> callable) {
            super(callable);
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            requireMayWait();
            return super.get();
        }

        @Override
        public T get(long timeout, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            requireMayWait();
            return super.get(timeout, unit);
        }

        private void requireMayWait() {
            if (!isDone()) {
                EventLoopThread.forbid("the end of a task");
            }
        }
    }
}
