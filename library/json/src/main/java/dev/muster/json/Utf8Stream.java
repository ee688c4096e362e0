package dev.muster.json;

import org.jspecify.annotations.Nullable;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A document that is held to UTF-8 while it is read. Keeps what reading it failed with, which is
 * not the JSON's fault and which Jackson wraps.
 */
final class Utf8Stream extends FilterInputStream {
    private final Utf8 utf8 = new Utf8();
    private @Nullable Exception failure;

    Utf8Stream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = in.read(bytes, offset, length);
            if (read < 0) {
                utf8.end();
            } else {
                utf8.next(bytes, offset, read);
            }
            return read;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Throws what reading failed with, if it did. */
    void rethrowFailure() throws IOException {
        switch (failure) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case null, default -> {}
        }
    }
}
