package dev.muster.control;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.util.Objects;

/**
 * The body of an HTTP/1.1 message as a stream that ends where the body does and closes its socket.
 */
final class WireBody extends FilterInputStream {
    private static final long UNTIL_CLOSE = -1;
    private static final int LONGEST_LINE = 16 << 10;

    private final Socket socket;
    private final boolean chunked;
    private long left;
    private boolean ended;

    private WireBody(InputStream in, Socket socket, boolean chunked, long left) {
        super(in);
        this.socket = socket;
        this.chunked = chunked;
        this.left = left;
    }

    /**
     * A body of {@code length} bytes, or up to the close of the connection where it is negative.
     */
    static WireBody plain(InputStream in, long length, Socket socket) {
        return new WireBody(in, socket, false, length < 0 ? UNTIL_CLOSE : length);
    }

    static WireBody chunked(InputStream in, Socket socket) {
        return new WireBody(in, socket, true, 0);
    }

    /** One line of a head, without its CRLF. */
    static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the agent closed the connection");
            }
            if (line.length() > LONGEST_LINE) {
                throw noAgent();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** A number of a head; none is negative. */
    static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // As wrong as a negative one.
        }
        throw noAgent();
    }

    static IOException noAgent() {
        return new IOException("what answers on its port is no Muster agent");
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            ended = !chunked || !nextChunk();
        }
        if (ended) {
            return -1;
        }
        int wanted = left == UNTIL_CLOSE ? length : (int) Math.min(length, left);
        int read = in.read(bytes, offset, wanted);
        if (read < 0) {
            if (left == UNTIL_CLOSE) {
                ended = true;
                return -1;
            }
            throw new InterruptedIOException("the agent went away in the middle of its answer");
        }
        if (left != UNTIL_CLOSE) {
            left -= read;
            if (left == 0 && chunked) {
                line(in);
            }
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return ended
                ? 0
                : (int) Math.min(in.available(), left == UNTIL_CLOSE ? Integer.MAX_VALUE : left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Moves on to the next chunk; false when it was the last one. */
    private boolean nextChunk() throws IOException {
        var size = line(in);
        int extension = size.indexOf(';');
        left = number(extension < 0 ? size : size.substring(0, extension), 16);
        if (left > 0) {
            return true;
        }
        String trailer;
        do {
            trailer = line(in);
        } while (!trailer.isEmpty());
        return false;
    }
}
