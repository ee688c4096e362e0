package dev.muster.server;

import dev.muster.http.Body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * A streamed body whose writer runs already, on a thread of its own and in the scope of its
 * request, when filters see the response. What the writer meets before its first bytes go out is
 * what the handler met: filters see the problem it becomes, and the client is told it.
 *
 * <p>The writer waits as soon as it flushes or has written more than {@link #FIRST} bytes, until
 * somebody says where the body goes. One that ends before that has made a body in memory.
 */
final class BegunBody implements Body {
    static final int FIRST = 16 << 10;

    private final Body body;
    private final CarriedThreads threads;
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
    private final CompletableFuture<OutputStream> target = new CompletableFuture<>();
    private final CompletableFuture<Void> written = new CompletableFuture<>();
    private final First first = new First();

    /**
     * @param threads make the writer's
     */
    BegunBody(Body body, ThreadFactory threads) {
        this.body = body;
        this.threads = new CarriedThreads(threads);
    }

    /**
     * Starts the writer and waits for its first bytes.
     *
     * @return a body in memory if that was all, else this one
     * @throws Exception whatever the writer threw
     */
    Body begin() throws Exception {
        var writer = threads.newThread(this::write);
        writer.start();
        try {
            return begun.get() ? Body.of(first.bytes()) : this;
        } catch (InterruptedException e) {
            writer.interrupt();
            throw e;
        } catch (ExecutionException e) {
            throw thrown(e);
        }
    }

    /**
     * Has the writer go on into {@code out}. Returns at once.
     *
     * @return completes when the body has been written, or with what the writer threw
     */
    CompletableFuture<Void> continueInto(OutputStream out) {
        target.complete(out);
        return written;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try {
            continueInto(out).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a body was written", e);
        } catch (ExecutionException e) {
            throw thrown(e) instanceof IOException failed
                    ? failed
                    : new IOException("the body could not be written", e);
        }
    }

    @Override
    public OptionalLong length() {
        return body.length();
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream open() throws IOException {
        var held = new ByteArrayOutputStream();
        writeTo(held);
        return new ByteArrayInputStream(held.toByteArray());
    }

    /** Ends a writer that waits for somebody to want its bytes. */
    @Override
    public void discard() {
        target.completeExceptionally(new IOException("nobody waits for this body any more"));
        body.discard();
    }

    private void write() {
        try {
            body.writeTo(first);
            first.requireLength(body.length());
            begun.complete(true);
            written.complete(null);
        } catch (Throwable e) {
            if (!begun.completeExceptionally(e)) {
                written.completeExceptionally(e);
            }
        }
    }

    /** What the writer threw. */
    private static Exception thrown(ExecutionException e) {
        return switch (e.getCause()) {
            case Error error -> throw error;
            case Exception exception -> exception;
            case null, default -> e;
        };
    }

    /** What the writer writes to: memory at first, then wherever the body goes. */
    private final class First extends OutputStream {
        private byte[] bytes = new byte[1 << 10];
        private int size;
        private boolean isHanded;

        byte[] bytes() {
            return Arrays.copyOf(bytes, size);
        }

        @Override
        public void write(int oneByte) throws IOException {
            write(new byte[] {(byte) oneByte}, 0, 1);
        }

        @Override
        public void write(byte[] more, int offset, int count) throws IOException {
            if (isHanded || size + count > FIRST) {
                target().write(more, offset, count);
                return;
            }
            if (size + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(size + count, 2 * size));
            }
            System.arraycopy(more, offset, bytes, size, count);
            size += count;
        }

        @Override
        public void flush() throws IOException {
            target().flush();
        }

        /** What goes out whole is as long as it said; of the rest the transport sees to that. */
        void requireLength(OptionalLong promised) throws IOException {
            if (!isHanded && promised.isPresent() && promised.getAsLong() != size) {
                throw new IOException(
                        "a body of " + promised.getAsLong() + " bytes ended after " + size);
            }
        }

        private OutputStream target() throws IOException {
            begun.complete(false);
            try {
                var out = target.get();
                if (!isHanded) {
                    isHanded = true;
                    out.write(bytes, 0, size);
                    bytes = new byte[0];
                }
                return out;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted before the body was wanted", e);
            } catch (ExecutionException e) {
                throw new IOException("nobody waits for this body any more", e);
            }
        }
    }
}
