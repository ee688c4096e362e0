package dev.muster.gateway;

import dev.muster.discovery.Endpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica that does with its connections whatever a test tells it to, byte by byte. */
final class RawUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final String id;
    private final Conversation conversation;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** What happens on one connection, which is closed when it returns. */
    interface Conversation {
        void hold(Peer peer) throws IOException;
    }

    /** What happens on one request of a connection that is kept alive. */
    interface Reply {
        void to(String head, Peer peer) throws IOException;
    }

    /** The gateway's end of a connection. */
    final class Peer {
        private final InputStream in;
        private final OutputStream out;

        private Peer(Socket socket) throws IOException {
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        InputStream in() {
            return in;
        }

        /** The next request's head, or an empty text at the end of the connection. */
        String readHead() throws IOException {
            var head = Wire.readHead(in);
            if (!head.isEmpty()) {
                heads.add(head);
            }
            return head;
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }
    }

    private RawUpstream(String id, int port, Conversation conversation) throws IOException {
        this.id = id;
        this.conversation = conversation;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.setReceiveBufferSize(RawClient.SOCKET_BUFFER);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        Thread.startVirtualThread(this::accept);
    }

    static RawUpstream holding(String id, Conversation conversation) {
        return at(id, 0, conversation);
    }

    static RawUpstream at(String id, int port, Conversation conversation) {
        try {
            return new RawUpstream(id, port, conversation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every request the same way, on connections that are kept alive. */
    static RawUpstream replying(String id, Reply reply) {
        return holding(id, keptAlive(reply));
    }

    static Conversation keptAlive(Reply reply) {
        return peer -> {
            for (var head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                Wire.readBody(head, peer.in());
                reply.to(head, peer);
            }
        };
    }

    /** Takes requests and answers none, as a process that is stopped. */
    static RawUpstream stuck(String id) {
        return holding(
                id,
                peer -> {
                    peer.readHead();
                    peer.in().transferTo(OutputStream.nullOutputStream());
                });
    }

    /** Answers 200 with its id. */
    static RawUpstream named(String id) {
        return replying(id, (_, peer) -> peer.write(ok(id)));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    String id() {
        return id;
    }

    int port() {
        return server.getLocalPort();
    }

    Endpoint endpoint() {
        return Endpoint.of(id, "127.0.0.1", port());
    }

    /** The heads of every request so far. */
    List<String> heads() {
        return heads;
    }

    int connections() {
        return connections.get();
    }

    /** As a process that is killed: its port is closed and its connections are reset. */
    void kill() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(RawUpstream::reset);
    }

    @Override
    public void close() {
        kill();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // It has closed by itself.
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSendBufferSize(RawClient.SOCKET_BUFFER);
            conversation.hold(new Peer(socket));
        } catch (IOException _) {
            // The gateway closed the connection, or the test did.
        } finally {
            sockets.remove(socket);
        }
    }
}
