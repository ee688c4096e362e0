package dev.muster.control;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Calls the control API of an agent on this machine, one connection a call. It speaks just enough
 * HTTP/1.1 over a plain loopback socket, because the JDK's HTTP client takes longer to load than
 * {@code muster ps} may take in all.
 *
 * <p>Thread-safe: a client holds no connection.
 */
public final class ControlClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /**
     * What is read begins to come at once, or after a search; an order takes as long as it takes.
     */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final int port;
    private final String token;

    /**
     * @param port of the agent's control API on loopback
     * @param token from the fleet's {@code .muster/token}
     */
    public ControlClient(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** What a caller wants to read: the agent renders both. */
    public enum Format {
        TEXT("text/plain"),
        JSON("application/json"),
        EVENTS("text/event-stream");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }
    }

    /**
     * An answer; its body is read to the end of the stream, or given up, and then closed by the
     * caller.
     */
    public record Reply(int status, InputStream body) implements AutoCloseable {
        public boolean isSuccess() {
            return status / 100 == 2;
        }

        /** The whole body as text. */
        public String text() throws IOException {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /**
     * @throws IOException when no agent answers
     */
    public Reply get(Target target, Format format) throws IOException {
        return send("GET", target.toString(), format, "");
    }

    /**
     * @param json the body, a JSON object, or empty
     * @throws IOException when no agent answers
     */
    public Reply post(Target target, Format format, String json) throws IOException {
        return send("POST", target.toString(), format, json);
    }

    private Reply send(String method, String target, Format format, String json)
            throws IOException {
        var socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
                    (int) CONNECT_TIMEOUT.toMillis());
            var body = json.getBytes(StandardCharsets.UTF_8);
            var head =
                    method
                            + " "
                            + target
                            + " HTTP/1.1\r\nHost: localhost:"
                            + port
                            + "\r\nAuthorization: Bearer "
                            + token
                            + "\r\nAccept: "
                            + format.mediaType
                            + "\r\nConnection: close"
                            + (method.equals("POST")
                                    ? "\r\nContent-Type: application/json\r\nContent-Length: "
                                            + body.length
                                    : "")
                            + "\r\n\r\n";
            var message = new ByteArrayOutputStream();
            message.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            message.writeBytes(body);
            message.writeTo(socket.getOutputStream());
            socket.setSoTimeout(method.equals("GET") ? (int) READ_TIMEOUT.toMillis() : 0);
            var reply = read(socket);
            socket.setSoTimeout(0);
            return reply;
        } catch (SocketTimeoutException e) {
            socket.close();
            throw new IOException("nothing came for " + READ_TIMEOUT.toSeconds() + " s", e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Reply read(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        var statusLine = WireBody.line(in);
        if (!statusLine.startsWith("HTTP/1.1 ") || statusLine.length() < 12) {
            throw WireBody.noAgent();
        }
        int status = (int) WireBody.number(statusLine.substring(9, 12), 10);
        boolean chunked = false;
        long length = -1;
        for (var line = WireBody.line(in); !line.isEmpty(); line = WireBody.line(in)) {
            var lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("content-length:")) {
                length = WireBody.number(lower.substring(15), 10);
            }
        }
        return new Reply(
                status,
                chunked ? WireBody.chunked(in, socket) : WireBody.plain(in, length, socket));
    }
}
