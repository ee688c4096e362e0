package dev.muster.transport;

import dev.muster.http.EventLoopThread;
import dev.muster.transport.loop.LastingEpoll;
import dev.muster.transport.loop.Loop;
import dev.muster.transport.loop.PortableChannel;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;

import org.jspecify.annotations.Nullable;

import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The threads that move bytes: epoll's where the platform has it, the JDK's selectors elsewhere.
 * Listeners and connection pools share one of these, so that a gateway's two connections can meet
 * on one thread; a process has one of them, and with it one budget for the bodies that it holds in
 * memory. Thread-safe. Its threads keep the JVM alive until it is closed.
 */
public final class EventLoops implements AutoCloseable {
    private final EventLoopGroup group;
    private final boolean epoll;
    private final ByteBudget memory;
    private final TransportBackend backend;
    private final IdentityHashMap<EventLoop, Loop> loops = new IdentityHashMap<>();

    private EventLoops(int threads, boolean epoll, ByteBudget memory, TransportBackend backend) {
        this.epoll = epoll;
        this.memory = memory;
        this.backend = backend;
        IoHandlerFactory io = epoll ? LastingEpoll.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, new LoopThreads(), io);
        group.forEach(
                executor -> {
                    var eventLoop = (EventLoop) executor;
                    loops.put(eventLoop, new Loop(eventLoop, backend.nanoTime(), backend.clock()));
                });
    }

    /** Loops whose connections hold bodies in a third of the heap at most. */
    public static EventLoops create(int threads) {
        return create(threads, ByteBudget.ofHeap());
    }

    /**
     * Loops that start their threads when they are first used.
     *
     * @param threads how many, at least 1; about one per core that is theirs
     * @param memory what the bodies take that are held for the connections of these loops
     */
    public static EventLoops create(int threads, ByteBudget memory) {
        return create(threads, memory, TransportBackend.SYSTEM);
    }

    /**
     * Loops with a time and threads of their own, as {@link #create(int, ByteBudget)} makes them.
     *
     * @param backend is used by everything that happens on these loops
     */
    public static EventLoops create(int threads, ByteBudget memory, TransportBackend backend) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + "; it must be at least 1");
        }
        return new EventLoops(threads, Epoll.isAvailable(), memory, backend);
    }

    /** Loops on the JDK's own selectors, whatever the platform offers. */
    static EventLoops portable(int threads) {
        return new EventLoops(threads, false, ByteBudget.ofHeap(), TransportBackend.SYSTEM);
    }

    /** Makes threads that can be told from those that may wait. */
    private static final class LoopThreads extends DefaultThreadFactory {
        LoopThreads() {
            super("loop");
        }

        @Override
        protected Thread newThread(Runnable work, String name) {
            return new LoopThread(threadGroup, work, name);
        }
    }

    private static final class LoopThread extends FastThreadLocalThread implements EventLoopThread {
        LoopThread(@Nullable ThreadGroup group, Runnable work, String name) {
            super(group, work, name);
        }
    }

    /** One of the loops, in turn. */
    public EventLoop next() {
        return group.next();
    }

    /** The time and the threads of whatever happens on these loops. */
    public TransportBackend backend() {
        return backend;
    }

    /** What the bodies may take that are held in memory: those of requests and of answers. */
    public ByteBudget memory() {
        return memory;
    }

    /** Closes every connection and stops the threads; waits up to 5 seconds for them. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    EventLoopGroup group() {
        return group;
    }

    Loop loop(EventLoop eventLoop) {
        var loop = loops.get(eventLoop);
        if (loop == null) {
            throw new IllegalArgumentException("this event loop belongs to other EventLoops");
        }
        return loop;
    }

    Iterable<Loop> all() {
        return loops.values();
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    SocketChannel socketChannel() {
        return epoll ? new EpollSocketChannel() : new PortableChannel();
    }
}
