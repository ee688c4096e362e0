package dev.muster.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A {@link Peer} that speaks TLS. */
final class SecurePeer implements AutoCloseable {
    /** What is done with a connection, by what is read and written, and by what lies below it. */
    interface Script {
        void play(Raw connection, SSLSocket tls, Socket tcp) throws IOException;
    }

    private final SSLContext context;
    private final ServerSocket socket;
    private final AtomicInteger accepted = new AtomicInteger();

    SecurePeer(SSLContext context, Script script) throws IOException {
        this.context = context;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> accept(script));
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
                var tcp = socket.accept();
                accepted.incrementAndGet();
                Thread.startVirtualThread(() -> play(script, tcp));
            }
        } catch (SocketException e) {
            // Closed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void play(Script script, Socket tcp) {
        try (tcp) {
            var tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, false);
            script.play(new Raw(tls), tls, tcp);
        } catch (IOException e) {
            // The other side is done with this connection.
        }
    }
}
