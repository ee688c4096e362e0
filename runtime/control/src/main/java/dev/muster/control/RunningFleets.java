package dev.muster.control;

import dev.muster.process.Hosts;
import dev.muster.process.ProcessIdentity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /**
     * An agent that is alive, and to which the folder of its fleet does not lead any more: it was
     * moved, or its state was deleted.
     *
     * @param folder where the fleet was when it was brought up
     * @param pid of the agent
     */
    public record Astray(Path folder, long pid) {}

    private record Note(Path folder, Optional<ProcessIdentity> agent) {
        static Note of(List<String> lines) {
            return new Note(
                    Path.of(lines.getFirst()),
                    lines.size() < 3
                            ? Optional.empty()
                            : Optional.of(
                                    new ProcessIdentity(
                                            Long.parseLong(lines.get(1)),
                                            Long.parseLong(lines.get(2)))));
        }

        List<String> lines() {
            var lines = new ArrayList<String>();
            lines.add(folder.toString());
            agent.ifPresent(
                    its -> {
                        lines.add(Long.toString(its.pid()));
                        lines.add(Long.toString(its.start()));
                    });
            return lines;
        }
    }

    /** Notes that the fleet in {@code fleetFolder} is up, and by which process. */
    public void add(Path fleetFolder, ProcessIdentity agent) throws IOException {
        Files.createDirectories(folder);
        Files.write(file(fleetFolder), new Note(fleetFolder, Optional.of(agent)).lines());
    }

    public void remove(Path fleetFolder) throws IOException {
        Files.deleteIfExists(file(fleetFolder));
    }

    /** The folders of the fleets whose agent is alive. */
    public List<Path> alive() throws IOException {
        return folders(folder -> AgentAddress.read(folder).isPresent());
    }

    /** The folders of the fleets whose agent is alive, or died without stopping its replicas. */
    public List<Path> notStopped() throws IOException {
        return folders(AgentAddress::isLeftBehind);
    }

    /** The agents that their folders do not lead to. */
    public List<Astray> astray() throws IOException {
        return notes().stream()
                .filter(note -> !AgentAddress.isLeftBehind(note.folder()))
                .flatMap(
                        note ->
                                note
                                        .agent()
                                        .filter(Hosts.current()::isAlive)
                                        .map(agent -> new Astray(note.folder(), agent.pid()))
                                        .stream())
                .toList();
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds(Path fleetFolder) throws IOException;
    }

    private List<Path> folders(Condition condition) throws IOException {
        var folders = new ArrayList<Path>();
        for (var note : notes()) {
            try {
                if (condition.holds(note.folder())) {
                    folders.add(note.folder());
                }
            } catch (IOException notAFleetOfThisUser) {
                // Another one may be meant.
            }
        }
        return List.copyOf(folders);
    }

    private List<Note> notes() throws IOException {
        var notes = new ArrayList<Note>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                note(file).ifPresent(notes::add);
            }
        } catch (NoSuchFileException noneEver) {
            return List.of();
        }
        return notes;
    }

    private static Optional<Note> note(Path file) {
        try {
            var lines = Files.readAllLines(file);
            return lines.isEmpty() ? Optional.empty() : Optional.of(Note.of(lines));
        } catch (IOException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private Path file(Path fleetFolder) {
        var sum = new CRC32C();
        sum.update(fleetFolder.toString().getBytes(StandardCharsets.UTF_8));
        return folder.resolve(HexFormat.of().toHexDigits((int) sum.getValue()));
    }
}
