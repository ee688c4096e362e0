package dev.muster.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** A client that sends exactly the bytes it is told to. */
final class Raw implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Raw(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Raw(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
    }

    /** Sends one request, and answers what comes until the server closes. */
    static String exchange(int port, String request) throws IOException {
        try (var raw = new Raw(port)) {
            return raw.send(request).readToEnd();
        }
    }

    Raw send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Raw send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Everything until the peer closes the connection; a reset counts as that. */
    String readToEnd() throws IOException {
        var read = new ByteArrayOutputStream();
        try {
            in.transferTo(read);
        } catch (SocketException e) {
            read.writeBytes("(reset)".getBytes(StandardCharsets.ISO_8859_1));
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits for the peer to close the connection, and for no longer than this. */
    boolean isLeftWithin(Duration longest) throws IOException {
        socket.setSoTimeout((int) longest.toMillis());
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** What comes up to and including {@code end}. */
    String readUntil(String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** One response whose body is framed by length. */
    String readResponse() throws IOException {
        var head = readUntil("\r\n\r\n");
        var length = head.toLowerCase(Locale.ROOT).split("content-length: ")[1];
        var body = in.readNBytes(Integer.parseInt(length.substring(0, length.indexOf('\r'))));
        return head + new String(body, StandardCharsets.ISO_8859_1);
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
