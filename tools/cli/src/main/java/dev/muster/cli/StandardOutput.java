package dev.muster.cli;

import org.jspecify.annotations.Nullable;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;

/**
 * Remembers why it could not be written, which a {@link java.io.PrintStream} keeps for itself.
 * Written by one thread at a time; whether there is a complaint may be asked by any.
 */
final class StandardOutput extends FilterOutputStream {
    /** What the system says, in the C locale of a JVM, when nobody reads from a pipe any more. */
    private static final String READER_LEFT = "Broken pipe";

    private volatile @Nullable IOException problem;

    StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            problem = e;
            throw e;
        }
    }

    /** Why it could not be written; a reader that leaves, as {@code head} does, needs no reason. */
    Optional<String> complaint() {
        return Optional.ofNullable(problem)
                .map(e -> Objects.requireNonNullElse(e.getMessage(), e.toString()))
                .filter(message -> !message.equals(READER_LEFT))
                .map(message -> "The output could not be written: " + message);
    }
}
