package dev.muster.supervisor;

import dev.muster.state.SealedFile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/**
 * The loopback ports of a fleet: each name's port is derived from a hash of fleet and name in
 * 20000-29999, below the ephemeral range, and remembered in {@code ports.json}, so that it is the
 * same in every run. Thread-safe.
 */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int COUNT = 10_000;

    private final SealedFile<Remembered> file;
    private final String fleet;
    private final IntFunction<Optional<String>> owners;
    private final Optional<String> damage;
    private final TreeMap<String, Integer> assigned;

    private record Remembered(Map<String, Integer> ports) {}

    private Ports(
            SealedFile<Remembered> file,
            String fleet,
            IntFunction<Optional<String>> owners,
            SealedFile.Loaded<Remembered> loaded) {
        this.file = file;
        this.fleet = fleet;
        this.owners = owners;
        this.damage = loaded.damage();
        this.assigned = new TreeMap<>(loaded.content().map(Remembered::ports).orElseGet(Map::of));
    }

    /**
     * The ports remembered in a fleet's state folder. A file that is damaged is kept aside; what it
     * held before its last change counts, and the rest is derived anew.
     *
     * @param owners who listens on a port, such as {@code nginx (pid 811)}, where that can be known
     * @throws SupervisorException when the folder cannot be read
     */
    public static Ports open(
            Path stateDirectory, String fleet, IntFunction<Optional<String>> owners) {
        var file = new SealedFile<>(stateDirectory.resolve("ports.json"), Remembered.class);
        try {
            Files.createDirectories(stateDirectory);
            return new Ports(file, fleet, owners, file.load());
        } catch (IOException e) {
            throw SupervisorException.cannotRead(file.path(), e);
        }
    }

    /** What was wrong with the file that they were remembered in. */
    Optional<String> damage() {
        return damage;
    }

    /** The port of a name, such as a replica's; assigned at the first call. */
    public synchronized int of(String name) {
        Integer known = assigned.get(name);
        return known == null ? assign(name, candidate(name)) : known;
    }

    /** Assigns the name another port, because the one it has is taken by some other program. */
    public synchronized int another(String name) {
        int taken = of(name);
        assigned.remove(name);
        return assign(name, taken + 1);
    }

    /** The name that the port was given under. */
    synchronized Optional<String> nameOf(int port) {
        return assigned.entrySet().stream()
                .filter(each -> each.getValue() == port)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Gives the name a port that none has, because what it belongs to listens there already. */
    synchronized void claim(String name, int port) {
        assigned.put(name, port);
        remember();
    }

    /** Whether nobody listens on the loopback port. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Who listens on the port, where that can be known. */
    Optional<String> owner(int port) {
        return owners.apply(port);
    }

    private int candidate(String name) {
        var hash = new CRC32C();
        hash.update((fleet + "/" + name).getBytes(StandardCharsets.UTF_8));
        return FIRST + (int) (hash.getValue() % COUNT);
    }

    private int assign(String name, int first) {
        for (int offset = 0; offset < COUNT; offset++) {
            int port = FIRST + Math.floorMod(first - FIRST + offset, COUNT);
            if (!assigned.containsValue(port) && isFree(port)) {
                assigned.put(name, port);
                remember();
                return port;
            }
        }
        throw new SupervisorException("No port between 20000 and 29999 is free for " + name + ".");
    }

    private void remember() {
        try {
            file.save(new Remembered(assigned));
        } catch (IOException e) {
            throw new SupervisorException(file.path() + " cannot be written: " + e, e);
        }
    }
}
