package dev.muster.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The fleets that a user runs on this machine, so that a command typed outside every fleet's folder
 * can find the one that is up. Kept as one small file a fleet in the user's state folder; a stale
 * or damaged file is harmless.
 */
public final class RunningFleets {
    private final Path folder;

    /**
     * @param stateHome where programs keep the user's state, {@code ~/.local/state} unless {@code
     *     XDG_STATE_HOME} says otherwise
     */
    public RunningFleets(Path stateHome) {
        this.folder = stateHome.resolve("muster/fleets");
    }

    /** Notes that the fleet in {@code fleetFolder} is up. */
    public void add(Path fleetFolder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(file(fleetFolder), fleetFolder.toString());
    }

    public void remove(Path fleetFolder) throws IOException {
        Files.deleteIfExists(file(fleetFolder));
    }

    /** The folders of the fleets whose agent is alive. */
    public List<Path> alive() throws IOException {
        return fleets(folder -> AgentAddress.read(folder).isPresent());
    }

    /** The folders of the fleets whose agent is alive, or died without stopping its replicas. */
    public List<Path> notStopped() throws IOException {
        return fleets(AgentAddress::isLeftBehind);
    }

    private List<Path> fleets(Condition condition) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var fleets = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                fleetOf(file, condition).ifPresent(fleets::add);
            }
        }
        return List.copyOf(fleets);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(Path fleetFolder) throws IOException;
    }

    private static Optional<Path> fleetOf(Path file, Condition condition) {
        try {
            var fleet = Path.of(Files.readString(file));
            return condition.holds(fleet) ? Optional.of(fleet) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Path file(Path fleetFolder) {
        var sum = new CRC32C();
        sum.update(fleetFolder.toString().getBytes(StandardCharsets.UTF_8));
        return folder.resolve(HexFormat.of().toHexDigits((int) sum.getValue()));
    }
}
