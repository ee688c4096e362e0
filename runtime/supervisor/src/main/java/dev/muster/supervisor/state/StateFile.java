package dev.muster.supervisor.state;

import dev.muster.driver.ReplicaIdentity;
import dev.muster.process.Hosts;
import dev.muster.state.SealedFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers in {@code replicas.json} which processes run, for the agent that comes after this one.
 * Not thread-safe; both methods block on the disk.
 */
public final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final SealedFile<State> file;

    /**
     * @param boot the boot of the machine in which the pids mean something
     * @param wanted replicas of each service, where it differs from the fleet file
     */
    public record State(String boot, Map<String, Integer> wanted, List<ReplicaIdentity> processes) {
        public static State empty() {
            return new State(Hosts.current().bootId(), Map.of(), List.of());
        }
    }

    /**
     * @param damage what was wrong with the file, and where it is kept
     */
    public record Loaded(State state, Optional<String> damage) {}

    public StateFile(Path stateDirectory) {
        this.file = new SealedFile<>(stateDirectory.resolve("replicas.json"), State.class);
    }

    public Path path() {
        return file.path();
    }

    /**
     * What the last agent remembered, with processes of this boot only.
     *
     * @throws IOException when the file is there and cannot be read
     */
    public Loaded load() throws IOException {
        var loaded = file.load();
        return new Loaded(
                loaded.content().map(StateFile::ofThisBoot).orElseGet(State::empty),
                loaded.damage().map(text -> text + consequence(Hosts.current().seesMarks())));
    }

    /** By their marks replicas are known that no file knows any more. */
    static String consequence(boolean seesMarks) {
        return seesMarks
                ? "; replicas are looked for by their run files"
                : "; replicas that run on are not known any more: end them yourself";
    }

    /**
     * Writes the state; a disk that refuses leaves the last state in place.
     *
     * @return why it was refused
     */
    public Optional<String> save(State state) {
        try {
            file.save(state);
            return Optional.empty();
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file.path(), e.toString());
            return Optional.of(file.path() + " cannot be written: " + e.getMessage());
        }
    }

    private static State ofThisBoot(State state) {
        return state.boot().equals(Hosts.current().bootId())
                ? state
                : new State(Hosts.current().bootId(), Map.of(), List.of());
    }
}
