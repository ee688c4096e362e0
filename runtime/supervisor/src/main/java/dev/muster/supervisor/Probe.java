package dev.muster.supervisor;

import dev.muster.fleet.ServiceSpec.ReadyCheck;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Checks one replica from outside, as its callers meet it. Blocks; stateless. */
final class Probe {

    private static final int MOST_READ = 1 << 16;

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
        try (var socket = new Socket()) {
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
        String answer = readAll(socket, deadline);
        String line = answer.lines().findFirst().orElse("");
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9].*")) {
            return Optional.of(
                    line.isEmpty()
                            ? subject() + " was cut without an answer"
                            : subject() + " was answered by something that is not HTTP");
        }
        int status = Integer.parseInt(line.substring(9, 12));
        return status >= 200 && status < 300
                ? Optional.empty()
                : Optional.of(subject() + " answered " + status);
    }

    /** Reads to the end, because a service whose answer is not read to its end logs an error. */
    private static String readAll(Socket socket, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        var answer = new byte[MOST_READ];
        int length = 0;
        while (length < MOST_READ) {
            socket.setSoTimeout(remainingMillis(deadline));
            int read = in.read(answer, length, MOST_READ - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static int remainingMillis(long deadline) throws SocketTimeoutException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
