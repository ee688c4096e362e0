package dev.muster.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The process that listens on a TCP port of this machine.
 *
 * @param name the command it is known by
 */
public record PortOwner(long pid, String name) {

    private static final String LISTENING = "0A";

    /** Whoever listens on the port, as far as this user may know: read from {@code /proc}. */
    public static Optional<PortOwner> of(int port) {
        Set<String> sockets = new HashSet<>();
        sockets.addAll(listeningSockets(Path.of("/proc/net/tcp"), port));
        sockets.addAll(listeningSockets(Path.of("/proc/net/tcp6"), port));
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcFs.processes().stream()
                        .filter(process -> holdsOneOf(process.pid(), sockets))
                        .findFirst()
                        .map(process -> new PortOwner(process.pid(), process.program()));
    }

    /** "nginx (pid 811)". */
    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }

    private static Set<String> listeningSockets(Path table, int port) {
        var sockets = new HashSet<String>();
        String suffix = ":%04X".formatted(port);
        try (var lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            lines.skip(1)
                    .map(line -> line.trim().split("\\s+"))
                    .filter(row -> row.length > 9 && row[1].endsWith(suffix))
                    .filter(row -> row[3].equals(LISTENING))
                    .forEach(row -> sockets.add("socket:[" + row[9] + "]"));
        } catch (IOException e) {
            return Set.of();
        }
        return sockets;
    }

    private static boolean holdsOneOf(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException goneOrNotOurs) {
            return false;
        }
        return false;
    }
}
