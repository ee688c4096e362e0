package dev.muster.fleet;

import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fleet file, {@code muster.yaml}, and the overrides beside it. Thread-safe. */
public final class FleetFile {
    /** The name of a fleet file. */
    public static final String NAME = "muster.yaml";

    /** The name of the overrides of one machine, merged over the fleet file beside them. */
    public static final String LOCAL_NAME = "muster.local.yaml";

    private FleetFile() {}

    /**
     * Reads a fleet file with its local overrides.
     *
     * @param fileOrFolder the file, or the folder that holds {@value #NAME}; problems name the file
     *     as it is given here
     * @throws FleetProblems with everything that is wrong with the files; nothing is ever repaired
     *     or left out
     */
    public static FleetSpec load(Path fileOrFolder) {
        return read(fileOrFolder).fleet();
    }

    /**
     * Reads a fleet file as {@link #load} does, and looks whether what it names can run here.
     *
     * @param environment that services are started with
     * @throws FleetProblems as {@link #load} does
     */
    public static Checked check(Path fileOrFolder, Map<String, String> environment) {
        var read = read(fileOrFolder);
        var lacking = new Problems();
        MissingParts.note(read.fleet(), read.top(), new ProgramSearch(environment), lacking);
        return new Checked(read.fleet(), lacking.ordered(read.file()));
    }

    /**
     * A fleet whose file is right.
     *
     * @param lacking what cannot run on this machine as it is now: a program that is not installed,
     *     a file that is not built. Such services wait, and the others are started
     */
    public record Checked(FleetSpec fleet, List<FleetProblem> lacking) {
        public Checked {
            lacking = List.copyOf(lacking);
        }

        /**
         * What is lacking, as a person reads it; empty where nothing is.
         *
         * @param folder files below it are named relative to it
         */
        public String render(Path folder) {
            return FleetProblems.render(lacking, "names what cannot run here", folder);
        }
    }

    private record Read(Path file, FleetSpec fleet, Place top) {}

    private static Read read(Path fileOrFolder) {
        var file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(NAME) : fileOrFolder;
        var problems = new Problems();

        var written = YamlFile.read(file, problems);
        var local = file.resolveSibling(LOCAL_NAME);
        var overrides =
                Files.exists(local) ? YamlFile.read(local, problems) : Optional.<Node>empty();
        if (written.isEmpty() && !problems.any()) {
            problems.add(FleetProblem.ofFile(file, "is empty. Begin with: muster: 1"));
        }
        problems.throwIfAny(file);

        var base = written.orElseThrow();
        var top = Place.top(overrides.map(over -> LocalOverrides.merge(base, over)).orElse(base));

        var directory = file.toAbsolutePath().resolveSibling("").normalize();
        var binding = new Binding(directory, problems);
        var fleet = FleetKeys.SHAPE.read(top, binding);

        fleet.ifPresent(spec -> FleetChecks.check(spec, top, binding));
        problems.throwIfAny(file);
        return new Read(file, fleet.orElseThrow(), top);
    }

    /** The fleet file of {@code start}: in that folder, or in the nearest one above it. */
    public static Optional<Path> find(Path start) {
        for (var folder = start.toAbsolutePath().normalize();
                folder != null;
                folder = folder.getParent()) {
            var file = folder.resolve(NAME);
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
