package dev.muster.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The body of a message. Either bytes in memory, which can be read any number of times, or a
 * stream, which can be read once and is not held in memory.
 *
 * <p>Reading blocks the calling (virtual) thread until the peer has sent more, and a peer that
 * sends faster than we read is held back; the same holds for writing.
 */
public interface Body {
    /** How many bytes there are, where that is known before reading. */
    OptionalLong length();

    /** Whether this body can be read more than once: only then may a request be sent again. */
    boolean isRepeatable();

    /**
     * The bytes, to be closed by the caller.
     *
     * @throws IllegalStateException if this is a stream that has been opened before
     */
    InputStream open() throws IOException;

    /**
     * The bytes, for a reader that keeps in memory what it makes of them, such as a value read from
     * JSON. What a client sends is opened so once there is memory for it.
     *
     * @throws HttpProblem 503 if there is none for too long
     * @throws IllegalStateException if this is a stream that has been opened before
     */
    default InputStream openToKeep() throws IOException {
        return open();
    }

    /** Writes every byte to {@code out}, which stays open. */
    default void writeTo(OutputStream out) throws IOException {
        try (var in = open()) {
            in.transferTo(out);
        }
    }

    /** Every byte, read into memory. The limit on bodies bounds how many there can be. */
    default byte[] bytes() throws IOException {
        try (var in = openToKeep()) {
            return in.readAllBytes();
        }
    }

    /** Every byte, as UTF-8 text. */
    default String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Gives up what has not been read, so that whoever sends it can stop: for a stream that nobody
     * will open. Nothing is to give up of a body in memory.
     */
    default void discard() {}

    static Body empty() {
        return Bytes.EMPTY;
    }

    /** A body of {@code bytes}, which must not be changed afterwards. */
    static Body of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** A body of a part of {@code bytes}, which must not be changed afterwards. */
    static Body of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? Bytes.EMPTY : new Bytes(bytes, offset, length);
    }

    /** A body of UTF-8 text. */
    static Body of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body that {@code writer} produces while it is sent, of a length not known before. */
    static Body streaming(Writer writer) {
        return new Streaming(writer);
    }

    /** Produces a body. Called once, on the thread that sends the message. */
    @FunctionalInterface
    interface Writer {
        /** Writes the body; each {@code out.flush()} is sent at once. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** A body in memory. */
    final class Bytes implements Body {
        private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

        private final byte[] bytes;
        private final int offset;
        private final int length;

        private Bytes(byte[] bytes, int offset, int length) {
            this.bytes = bytes;
            this.offset = offset;
            this.length = length;
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(length);
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes, offset, length);
        }

        /** The bytes, which must not be changed: the very ones, unless this is a part of them. */
        @Override
        public byte[] bytes() {
            return length == bytes.length
                    ? bytes
                    : Arrays.copyOfRange(bytes, offset, offset + length);
        }

        /** The bytes themselves, which must not be changed. */
        public ByteBuffer buffer() {
            return ByteBuffer.wrap(bytes, offset, length).slice();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes, offset, length);
        }
    }

    /**
     * A body produced by a {@link Writer}. Opening it instead of writing it reads it into memory:
     * meant for tests.
     */
    final class Streaming implements Body {
        private final Writer writer;

        private Streaming(Writer writer) {
            this.writer = writer;
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public InputStream open() throws IOException {
            var held = new ByteArrayOutputStream();
            writer.writeTo(held);
            return new ByteArrayInputStream(held.toByteArray());
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            writer.writeTo(out);
        }
    }
}
