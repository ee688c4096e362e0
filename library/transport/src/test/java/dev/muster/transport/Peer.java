package dev.muster.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does to each connection what a test tells it to, whatever HTTP says. */
final class Peer implements AutoCloseable {
    interface Script {
        void play(Raw connection) throws IOException;
    }

    private final ServerSocket socket;
    private final AtomicInteger accepted = new AtomicInteger();

    Peer(Script script) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> accept(script));
    }

    /** A peer that reads one head and answers these bytes, then closes. */
    static Peer answering(String response) throws IOException {
        return new Peer(
                connection -> {
                    connection.readUntil("\r\n\r\n");
                    connection.send(response);
                });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** How many connections were made. */
    int accepted() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept(Script script) {
        try {
            while (true) {
                var connection = new Raw(socket.accept());
                accepted.incrementAndGet();
                Thread.startVirtualThread(() -> play(script, connection));
            }
        } catch (SocketException e) {
            // Closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void play(Script script, Raw connection) {
        try (connection) {
            script.play(connection);
        } catch (IOException e) {
            // The other side is done with this connection.
        }
    }
}
