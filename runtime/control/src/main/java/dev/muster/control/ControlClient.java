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

    /** What is read begins to come at once, or after a search. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /**
     * An order takes as long as it takes. Once it has taken this long, another call has as long to
     * be answered: that one is, at once, unless the agent is held up.
     */
    private static final Duration ORDER_PATIENCE = Duration.ofSeconds(10);

    private final int port;
    private final String token;
    private final Duration orderPatience;

    /**
     * @param port of the agent's control API on loopback
     * @param token from the fleet's {@code .muster/token}
     */
    public ControlClient(int port, String token) {
        this(port, token, ORDER_PATIENCE);
    }

    ControlClient(int port, String token, Duration orderPatience) {
        this.port = port;
        this.token = token;
        this.orderPatience = orderPatience;
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
     * @throws SocketTimeoutException when there is an agent, and it does not answer
     * @throws IOException when no agent answers
     */
    public Reply get(Target target, Format format) throws IOException {
        return send("GET", target.toString(), format, "");
    }

    /**
     * @param json the body, a JSON object, or empty
     * @throws SocketTimeoutException when there is an agent, and it answers neither this nor
     *     another call
     * @throws IOException when no agent answers
     */
    public Reply post(Target target, Format format, String json) throws IOException {
        return send("POST", target.toString(), format, json);
    }

    private Reply send(String method, String target, Format format, String json)
            throws IOException {
        var socket = new Socket();
        try {
            connect(socket);
            write(socket, method, target, format, json);
            var in = new BufferedInputStream(socket.getInputStream());
            if (method.equals("POST")) {
                awaitAnswer(in, socket);
            }
            socket.setSoTimeout((int) READ_TIMEOUT.toMillis());
            var reply = read(in, socket);
            socket.setSoTimeout(0);
            return reply;
        } catch (SocketTimeoutException e) {
            socket.close();
            throw silence(method.equals("POST") ? orderPatience.multipliedBy(2) : READ_TIMEOUT, e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static IOException silence(Duration duration, IOException cause) {
        var silence = new SocketTimeoutException("nothing came for " + duration.toSeconds() + " s");
        silence.initCause(cause);
        return silence;
    }

    private void connect(Socket socket) throws IOException {
        socket.connect(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
                (int) CONNECT_TIMEOUT.toMillis());
    }

    private void write(Socket socket, String method, String target, Format format, String json)
            throws IOException {
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
    }

    /** Returns when the answer to an order begins to come, or the connection has ended. */
    private void awaitAnswer(InputStream in, Socket socket) throws IOException {
        socket.setSoTimeout((int) orderPatience.toMillis());
        while (true) {
            try {
                in.mark(1);
                if (in.read() >= 0) {
                    in.reset();
                }
                return;
            } catch (SocketTimeoutException e) {
                requireAnyAnswer();
            }
        }
    }

    /** What it answers does not matter, nor does the end of one that takes no more calls. */
    private void requireAnyAnswer() throws IOException {
        try (var socket = new Socket()) {
            connect(socket);
            write(socket, "GET", ApiPaths.ROOT, Format.TEXT, "");
            socket.setSoTimeout((int) orderPatience.toMillis());
            int _ = socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException ending) {
            // Whoever waits for the answer to the order is told of that by its connection.
        }
    }

    private static Reply read(InputStream in, Socket socket) throws IOException {
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
