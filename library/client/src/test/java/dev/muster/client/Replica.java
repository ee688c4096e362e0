package dev.muster.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.discovery.Endpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A replica on a real socket that can misbehave in every way that processes do. */
final class Replica implements AutoCloseable {
    /** A request as it arrived; header names in lower case. */
    record Received(String method, String target, Map<String, String> headers, String body) {}

    /** What it does with a request, on the connection that the request came on. */
    interface Script {
        void answer(Received request, Connection connection) throws IOException;
    }

    /** The replica's end of a connection. */
    record Connection(Replica replica, Socket socket, OutputStream out) {
        void json(int status, String json) throws IOException {
            reply(status, "Content-Type: application/json\r\n", json);
        }

        void reply(int status, String headerLines, String body) throws IOException {
            var bytes = body.getBytes(UTF_8);
            raw(
                    "HTTP/1.1 %d Whatever\r\n%sContent-Length: %d\r\n\r\n"
                            .formatted(status, headerLines, bytes.length));
            out.write(bytes);
            out.flush();
        }

        void raw(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
            out.flush();
        }

        /** Says nothing until the replica is closed. */
        void hang() {
            waitFor(replica.closed);
        }

        void waitFor(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    private final String id;
    private final ServerSocket listener;
    private final java.util.Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Script script;

    Replica(String id, Script script) throws IOException {
        this.id = id;
        this.script = script;
        this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    /** One that answers every request with its own id as JSON text. */
    static Replica healthy(String id) throws IOException {
        return new Replica(id, (request, connection) -> connection.json(200, '"' + id + '"'));
    }

    Endpoint endpoint() {
        return Endpoint.of(id, "127.0.0.1", listener.getLocalPort());
    }

    void script(Script newScript) {
        script = newScript;
    }

    /** Like {@code kill -9}: connections are reset, new ones refused. */
    void kill() {
        close();
    }

    /** Resets the connections there are. */
    void cut() {
        for (var socket : connections) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        cut();
    }

    private void accept() {
        while (true) {
            try {
                var socket = listener.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedInputStream(socket.getInputStream())) {
            var connection = new Connection(this, socket, socket.getOutputStream());
            while (true) {
                var request = read(in);
                if (request == null) {
                    return;
                }
                received.add(request);
                script.answer(request, connection);
            }
        } catch (IOException e) {
            // The other end left, or this one was killed.
        } finally {
            connections.remove(socket);
        }
    }

    private static @org.jspecify.annotations.Nullable Received read(InputStream in)
            throws IOException {
        var first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var parts = first.split(" ", 3);
        return new Received(parts[0], parts[1], headers, body(in, headers));
    }

    private static String body(InputStream in, Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            var body = new StringBuilder();
            for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
                body.append(new String(in.readNBytes(size), UTF_8));
                line(in);
            }
            line(in);
            return body.toString();
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new String(in.readNBytes(length), UTF_8);
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
