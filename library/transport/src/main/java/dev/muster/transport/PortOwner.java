package dev.muster.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The process that listens on a TCP port of this machine, as far as this user may know: Linux tells
 * in {@code /proc}, and only about one's own processes unless one is root.
 *
 * @param name the command it is known by
 */
public record PortOwner(long pid, String name) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    // Columns of proc_pid_net(5).
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /** Whoever listens on {@code port}, on any address. */
    public static Optional<PortOwner> of(int port) {
        var sockets = new HashSet<String>();
        for (var table : List.of("net/tcp", "net/tcp6")) {
            sockets.addAll(listening(PROC.resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (var processes = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (var process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of(
                            new PortOwner(
                                    Long.parseLong(process.getFileName().toString()),
                                    Files.readString(process.resolve("comm")).strip()));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Such as {@code nginx (pid 811)}. */
    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }

    /** The sockets listening on a port, named as the links in {@code /proc/PID/fd} name them. */
    private static Set<String> listening(Path table, int port) {
        var sockets = new HashSet<String>();
        var suffix = String.format(":%04X", port);
        try (var lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > INODE)
                    .filter(columns -> columns[STATE].equals(LISTENING))
                    .filter(columns -> columns[LOCAL_ADDRESS].endsWith(suffix))
                    .forEach(columns -> sockets.add("socket:[" + columns[INODE] + "]"));
        } catch (IOException e) {
            return Set.of();
        }
        return sockets;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
            return false;
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
