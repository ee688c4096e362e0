package dev.muster.supervisor;

import dev.muster.fleet.ServiceSpec.ReadyCheck;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks one replica from outside, as its callers meet it. Blocks; stateless. */
final class Probe {

    private static final int MOST_READ = 1 << 16;
    private static final int BEGINNING = 64;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d).*");

    private final ReadyCheck check;
    private final Duration timeout;

    Probe(ReadyCheck check, Duration timeout) {
        this.check = check;
        this.timeout = timeout;
    }

    /** What is checked, such as "GET /health/ready". */
    String subject() {
        return switch (check) {
            case ReadyCheck.Http(var path) -> "GET " + path;
            case ReadyCheck.Tcp() -> "a connection to its port";
        };
    }

    /** Why the check failed, or empty when it passed. */
    Optional<String> failure(String host, int port) {
        long deadline = System.nanoTime() + timeout.toNanos();
        // A channel's socket: a plain one looks for a proxy at each connection.
        try (var socket = SocketChannel.open().socket()) {
            socket.connect(new InetSocketAddress(host, port), remainingMillis(deadline));
            return switch (check) {
                case ReadyCheck.Tcp() -> Optional.empty();
                case ReadyCheck.Http(var path) -> failure(socket, host, port, path, deadline);
            };
        } catch (SocketTimeoutException e) {
            return Optional.of(subject() + " had no answer within " + Wording.of(timeout));
        } catch (ConnectException e) {
            return Optional.of("nothing listens on port " + port);
        } catch (IOException e) {
            return Optional.of(subject() + " failed: " + e.getMessage());
        }
    }

    private Optional<String> failure(
            Socket socket, String host, int port, String path, long deadline) throws IOException {
        String request =
                "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUser-Agent: muster-probe\r\nConnection: close\r\n\r\n"
                        .formatted(path, host, port);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        String line = beginning(socket, deadline).lines().findFirst().orElse("");
        Matcher answer = STATUS_LINE.matcher(line);
        if (!answer.matches()) {
            return Optional.of(
                    line.isEmpty()
                            ? subject() + " was cut without an answer"
                            : subject() + " was answered by something that is not HTTP");
        }
        String status = answer.group(1);
        return status.startsWith("2")
                ? Optional.empty()
                : Optional.of(subject() + " answered " + status);
    }

    /**
     * The beginning of the answer. It is read to its end, because a service whose answer is not
     * logs an error.
     */
    private static String beginning(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        var buffer = new byte[1 << 12];
        int kept = 0;
        int length = 0;
        while (length < MOST_READ) {
            socket.setSoTimeout(remainingMillis(deadline));
            int read = in.read(buffer, kept, buffer.length - kept);
            if (read < 0) {
                break;
            }
            kept = Math.min(BEGINNING, kept + read);
            length += read;
        }
        return new String(buffer, 0, kept, StandardCharsets.ISO_8859_1);
    }

    private static int remainingMillis(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
