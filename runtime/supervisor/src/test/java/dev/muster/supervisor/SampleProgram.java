package dev.muster.supervisor;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A small service for the supervisor to run: answers {@code /health/ready} and tells its
 * environment at {@code /}. Arguments make it misbehave.
 *
 * <ul>
 *   <li>{@code status=503} what it answers when asked whether it is ready
 *   <li>{@code status-file=FILE} the same, read from a file at each request
 *   <li>{@code first-status-file=FILE} the same, read once, when it starts
 *   <li>{@code deaf} TERM does not end it
 *   <li>{@code hoard} it takes all memory there is
 *   <li>{@code children} it starts a child, and a grandchild in a group of its own
 * </ul>
 */
final class SampleProgram {

    private SampleProgram() {}

    static List<String> command(String... arguments) {
        var command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xshare:auto",
                                "-Xmx32m",
                                "-cp",
                                Path.of("target", "test-classes").toAbsolutePath().toString(),
                                SampleProgram.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options =
                Stream.of(arguments)
                        .map(
                                option ->
                                        option.startsWith("first-status-file=")
                                                ? "status=" + status(List.of(option.substring(6)))
                                                : option)
                        .toList();
        Map<String, String> environment = System.getenv();
        int port = Integer.parseInt(environment.get("PORT"));
        System.out.println("started " + environment.get("MUSTER_REPLICA"));
        if (options.contains("children")) {
            new ProcessBuilder("sh", "-c", "setsid sleep 600 & sleep 600").start();
        }
        if (options.contains("deaf")) {
            Runtime.getRuntime().addShutdownHook(new Thread(SampleProgram::pauseForever));
        }
        if (options.contains("hoard")) {
            var hoard = new ArrayList<byte[]>();
            while (hoard.size() < 1_000_000) {
                hoard.add(new byte[1 << 20]);
            }
        }
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    int status =
                            exchange.getRequestURI().getPath().equals("/health/ready")
                                    ? status(options)
                                    : 200;
                    byte[] body =
                            Stream.of("MUSTER_REPLICA", "GREETING", "MUSTER_STOP_GRACE")
                                    .map(environment::get)
                                    .collect(Collectors.joining("\n"))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, body.length);
                    try (var out = exchange.getResponseBody()) {
                        out.write(body);
                    }
                });
        server.start();
    }

    private static int status(List<String> options) {
        for (String option : options) {
            if (option.startsWith("status=")) {
                return Integer.parseInt(option.substring("status=".length()));
            }
            if (option.startsWith("status-file=")) {
                try {
                    String text =
                            Files.readString(Path.of(option.substring("status-file=".length())));
                    return Integer.parseInt(text.trim());
                } catch (IOException e) {
                    return 503;
                }
            }
        }
        return 200;
    }

    private static void pauseForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
