package dev.muster.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The process that listens on a port, as far as this user may know: Linux tells in {@code /proc},
 * and only about one's own processes unless one is root.
 *
 * @param name of its program
 */
public record PortOwner(long pid, String name) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    public static Optional<PortOwner> of(int port) {
        var sockets = new HashSet<String>();
        for (var table : List.of("tcp", "tcp6")) {
            sockets.addAll(listening(PROC.resolve("net").resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (var process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of(
                            new PortOwner(
                                    Long.parseLong(process.getFileName().toString()),
                                    Files.readString(process.resolve("comm")).strip()));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** The inodes, as {@code /proc/PID/fd} shows them, of the sockets listening on a port. */
    private static Set<String> listening(Path table, int port) {
        var inodes = new HashSet<String>();
        var suffix = String.format(":%04X", port);
        try (var lines = Files.lines(table)) {
            lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > INODE)
                    .filter(columns -> columns[STATE].equals(LISTENING))
                    .filter(columns -> columns[LOCAL_ADDRESS].endsWith(suffix))
                    .forEach(columns -> inodes.add("socket:[" + columns[INODE] + "]"));
        } catch (IOException e) {
            return Set.of();
        }
        return inodes;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        } catch (IOException e) {
            return false;
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
