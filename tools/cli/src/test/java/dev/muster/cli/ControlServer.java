package dev.muster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.control.AgentAddress;
import dev.muster.control.RunningFleets;
import dev.muster.process.Hosts;
import dev.muster.process.ProcessIdentity;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for the agent of a fleet on a real port: a test decides the bytes of each answer, also
 * those that no agent would send.
 */
public final class ControlServer implements AutoCloseable {
    static final String TOKEN = "the-token";

    private final ServerSocket socket;
    private final Thread acceptor;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** Writes an answer, head and all; the connection is closed behind it. */
    @FunctionalInterface
    public interface Answer {
        void writeTo(OutputStream out) throws Exception;
    }

    /** What a command has sent. */
    public record Asked(String line, Map<String, String> headers, String body) {}

    private ControlServer(ServerSocket socket) {
        this.socket = socket;
        this.acceptor = Thread.ofVirtual().unstarted(this::serve);
    }

    public static ControlServer start() throws IOException {
        var server = new ControlServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        server.acceptor.start();
        return server;
    }

    /** A server that the fleet in a folder is run by, as this process. */
    public static ControlServer of(Path fleet) throws IOException {
        var server = start();
        server.run(fleet, identity(ProcessHandle.current().pid()));
        return server;
    }

    /** The process that has this pid now. */
    static ProcessIdentity identity(long pid) {
        return Hosts.current().process(pid).orElseThrow().identity();
    }

    /** Writes down that a process runs the fleet in a folder, and answers here. */
    void run(Path fleet, ProcessIdentity process) throws IOException {
        Files.createDirectories(AgentAddress.stateFolder(fleet));
        Files.writeString(AgentAddress.tokenFile(fleet), TOKEN + "\n");
        new AgentAddress(process, Optional.empty(), Instant.now(), port()).write(fleet);
    }

    /** As {@link #run}, and found from everywhere. */
    void runFound(Path fleet, Path stateHome) throws IOException {
        var agent = identity(ProcessHandle.current().pid());
        run(fleet, agent);
        new RunningFleets(stateHome).add(fleet, agent);
    }

    int port() {
        return socket.getLocalPort();
    }

    /**
     * @param request method and path, without the query
     */
    public ControlServer answer(String request, int status, String body) {
        return answer(request, out -> out.write(head(status, body.getBytes(UTF_8).length, body)));
    }

    public ControlServer answer(String request, Answer answer) {
        answers.put(request, answer);
        return this;
    }

    public List<Asked> asked() {
        return asked;
    }

    /** The last request: its line without the version of HTTP. */
    public Asked last() {
        return asked.getLast();
    }

    public static byte[] head(int status, int length, String body) {
        return ("HTTP/1.1 " + status + " Whatever\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            var in = new BufferedInputStream(connection.getInputStream());
            var line = line(in).replace(" HTTP/1.1", "");
            var headers = new HashMap<String, String>();
            for (var field = line(in); !field.isEmpty(); field = line(in)) {
                var parts = field.split(": ", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            asked.add(new Asked(line, headers, new String(in.readNBytes(length), UTF_8)));
            var answer = answers.get(line.split("\\?", 2)[0]);
            if (answer == null) {
                answer = out -> out.write(head(404, 14, "No such path.\n"));
            }
            answer.writeTo(connection.getOutputStream());
        } catch (Exception gone) {
            // As it is with a client that has left.
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Nobody is heard any more once this returns. */
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
