package dev.muster.gateway;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what a test wants said, on one connection, and never retries. */
final class RawClient implements AutoCloseable {
    /** Small, so that what is on its way is held by the gateway and not by the kernel. */
    static final int SOCKET_BUFFER = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** A response as it came. */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        String header(String name) {
            return Wire.header(head, name).orElse("");
        }
    }

    RawClient(int port) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(SOCKET_BUFFER);
        socket.setSendBufferSize(SOCKET_BUFFER);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(Patience.LONGEST.toMillis()));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    /** One request on a connection of its own. */
    static Answer ask(int port, String request) throws IOException {
        try (var client = new RawClient(port)) {
            return client.send(request).read();
        }
    }

    static Answer get(int port, String path) throws IOException {
        return ask(port, "GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n");
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    RawClient send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    Answer get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n").read();
    }

    /** The next response, with the body that its framing promises. */
    Answer read() throws IOException {
        var head = readHead();
        boolean untilClose = !Wire.isChunked(head) && Wire.length(head).isEmpty();
        var body = untilClose ? in.readAllBytes() : Wire.readBody(head, in);
        return new Answer(head, new String(body, StandardCharsets.ISO_8859_1));
    }

    String readHead() throws IOException {
        var head = Wire.readHead(in);
        if (head.isEmpty()) {
            throw new IOException("the gateway closed the connection");
        }
        return head;
    }

    /** Whether the gateway has closed the connection, which this waits for. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
