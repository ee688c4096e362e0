package dev.muster.agent.view;

import dev.muster.fleet.FleetDifference;
import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetProblems;
import dev.muster.fleet.FleetSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Says when the fleet file is no longer what runs, so that an edit is not waited for in vain. The
 * file is read again only after it has changed. Thread-safe.
 */
public final class EditedFile {
    private static final int MOST_KEYS = 8;

    private final FleetSpec running;
    private List<String> stamps;
    private Optional<String> sentence = Optional.empty();

    public EditedFile(FleetSpec running) {
        this.running = running;
        this.stamps = stamps();
    }

    /** In what the file differs from what runs, and how it is applied; empty where it does not. */
    public synchronized Optional<String> sentence() {
        var now = stamps();
        if (!now.equals(stamps)) {
            stamps = now;
            sentence = compared();
        }
        return sentence;
    }

    private Optional<String> compared() {
        try {
            var keys = FleetDifference.between(running, FleetFile.load(running.directory()));
            return keys.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            "muster.yaml differs from what runs: "
                                    + shown(keys)
                                    + ". To apply it: muster down, then muster up.");
        } catch (FleetProblems problems) {
            return Optional.of(
                    "muster.yaml was edited and has a mistake now (muster check tells it). What"
                            + " runs is what it said before.");
        }
    }

    private static String shown(List<String> keys) {
        return keys.size() <= MOST_KEYS
                ? String.join(", ", keys)
                : String.join(", ", keys.subList(0, MOST_KEYS))
                        + " and "
                        + (keys.size() - MOST_KEYS)
                        + " more";
    }

    private List<String> stamps() {
        return List.of(stamp(FleetFile.NAME), stamp(FleetFile.LOCAL_NAME));
    }

    private String stamp(String name) {
        Path file = running.directory().resolve(name);
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime()
                    + " "
                    + attributes.size()
                    + " "
                    + attributes.fileKey();
        } catch (IOException notThere) {
            return "";
        }
    }
}
