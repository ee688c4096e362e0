package dev.muster.supervisor.probe;

import dev.muster.fleet.Cause;
import dev.muster.fleet.ServiceSpec.ReadyCheck;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Checks one replica from outside, as its callers meet it. Blocks; stateless. */
public final class Probe {

    /** Where replicas are told to listen. */
    public static final String LOOPBACK = "127.0.0.1";

    /** Where programs listen that bind to {@code localhost} and find the newer address first. */
    private static final String LOOPBACK_6 = "::1";

    private final ReadyCheck check;
    private final Duration timeout;
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime a monotonic clock, in nanoseconds, by which the timeout is told
     */
    public Probe(ReadyCheck check, Duration timeout, LongSupplier nanoTime) {
        this.check = check;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** What is checked, such as "GET /health/ready". */
    public String subject() {
        return switch (check) {
            case ReadyCheck.Http(var path) -> "GET " + path;
            case ReadyCheck.Tcp() -> "a connection to its port";
        };
    }

    /** Checks the replica; at the other loopback address too where nothing listens at one. */
    public ProbeResult check(String host, int port) {
        var deadline = Deadline.in(timeout, nanoTime);
        try {
            return check(host, port, deadline);
        } catch (ConnectException nobodyThere) {
            return host.equals(LOOPBACK)
                    ? checkOtherLoopback(port, deadline)
                    : nothingListens(port);
        }
    }

    private ProbeResult checkOtherLoopback(int port, Deadline deadline) {
        try {
            return check(LOOPBACK_6, port, deadline);
        } catch (ConnectException nobodyThere) {
            return nothingListens(port);
        }
    }

    private static ProbeResult nothingListens(int port) {
        return new ProbeResult.Failed(new Cause.NothingListens(port, List.of(), List.of()));
    }

    private ProbeResult check(String host, int port, Deadline deadline) throws ConnectException {
        // A channel's socket: a plain one looks for a proxy at each connection.
        try (var socket = SocketChannel.open().socket()) {
            socket.connect(new InetSocketAddress(host, port), deadline.remainingMillis());
            Optional<Cause.ProbeFailure> failure =
                    switch (check) {
                        case ReadyCheck.Tcp() -> Optional.empty();
                        case ReadyCheck.Http(var path) ->
                                failure(socket, host, port, path, deadline);
                    };
            return failure.<ProbeResult>map(ProbeResult.Failed::new)
                    .orElseGet(() -> new ProbeResult.Passed(host));
        } catch (SocketTimeoutException e) {
            return new ProbeResult.Failed(new Cause.NoAnswer(subject(), timeout));
        } catch (ConnectException e) {
            throw e;
        } catch (ProbeAnswer.Refused e) {
            return new ProbeResult.Failed(e.why());
        } catch (IOException e) {
            return new ProbeResult.Failed(
                    new Cause.ProbeBroke(subject(), String.valueOf(e.getMessage())));
        }
    }

    private Optional<Cause.ProbeFailure> failure(
            Socket socket, String host, int port, String path, Deadline deadline)
            throws IOException {
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        String request =
                "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: muster-probe\r\nConnection: close\r\n\r\n"
                        .formatted(path, authority);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        var answer = new ProbeAnswer(subject(), socket, deadline);
        var head = answer.head();
        String body = answer.body(head);
        int status = head.status();
        if (status >= 200 && status < 300) {
            return Optional.empty();
        }
        Optional<String> words = status >= 500 ? FailingChecks.in(body) : Optional.empty();
        return Optional.of(new Cause.Answered(subject(), status, words));
    }
}
