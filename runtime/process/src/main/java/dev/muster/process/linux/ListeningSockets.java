package dev.muster.process.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The TCP addresses that processes listen at, as {@code /proc} tells. Blocks. */
final class ListeningSockets {

    private static final String LISTENING = "0A";

    // Columns of proc_pid_net(5).
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSockets() {}

    /** Where any of the processes listens; those that are gone or not ours to look at are not. */
    static List<InetSocketAddress> of(List<Long> pids) {
        var found = new ArrayList<InetSocketAddress>();
        for (long pid : pids) {
            Path process = ProcFs.ROOT.resolve(Long.toString(pid));
            Map<String, InetSocketAddress> listening = listening(process);
            if (!listening.isEmpty()) {
                sockets(process)
                        .flatMap(s -> Stream.ofNullable(listening.get(s)))
                        .forEach(found::add);
            }
        }
        return found.stream().distinct().toList();
    }

    /** By the names that the links in {@code /proc/PID/fd} have. */
    private static Map<String, InetSocketAddress> listening(Path process) {
        var sockets = new HashMap<String, InetSocketAddress>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try (var lines = Files.lines(process.resolve(table), StandardCharsets.ISO_8859_1)) {
                lines.skip(1)
                        .map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns.length > INODE)
                        .filter(columns -> columns[STATE].equals(LISTENING))
                        .forEach(
                                columns ->
                                        sockets.put(
                                                "socket:[" + columns[INODE] + "]",
                                                address(columns[LOCAL_ADDRESS])));
            } catch (IOException goneOrWithoutThatProtocol) {
                // Then there is nothing in it.
            }
        }
        return sockets;
    }

    /** Such as {@code 0100007F:1F90}: words of four bytes, each in the machine's order. */
    static InetSocketAddress address(String text) {
        int colon = text.indexOf(':');
        byte[] bytes = HexFormat.of().parseHex(text.substring(0, colon));
        var address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = bytes[i / 4 * 4 + 3 - i % 4];
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(address),
                    Integer.parseInt(text.substring(colon + 1), 16));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Stream<String> sockets(Path process) {
        var sockets = new ArrayList<String>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path link : links) {
                sockets.add(target(link));
            }
        } catch (IOException | DirectoryIteratorException goneOrNotOurs) {
            return Stream.empty();
        }
        return sockets.stream();
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
