package dev.muster.cli.agent;

import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.control.AgentAddress;
import dev.muster.control.RunningFleets;
import dev.muster.fleet.FleetFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which fleet a command means. */
public final class FleetFolder {
    private static final String FILE = FleetFile.NAME;

    private final Path workingFolder;
    private final RunningFleets runningFleets;

    public FleetFolder(Path workingFolder, RunningFleets runningFleets) {
        this.workingFolder = workingFolder;
        this.runningFleets = runningFleets;
    }

    /**
     * The folder of the fleet file that was named, as a folder or a file, or else of the nearest
     * one from the working folder upwards.
     *
     * @throws CommandException when there is none
     */
    public Path described(Optional<String> named) {
        if (named.isPresent()) {
            var given = workingFolder.resolve(named.get()).normalize();
            var folder = given.endsWith(FILE) ? given.resolveSibling("") : given;
            if (!Files.isRegularFile(folder.resolve(FILE))) {
                throw new CommandException(
                        ExitCode.BAD_INPUT,
                        Files.exists(folder)
                                ? "There is no " + FILE + " in " + named.get() + "."
                                : "There is no folder " + named.get() + ".");
            }
            return real(folder);
        }
        return nearest(FleetFolder::hasFile)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        ExitCode.BAD_INPUT,
                                        "There is no "
                                                + FILE
                                                + " here or in a folder above. Go to your fleet's"
                                                + " folder, or name it."));
    }

    /**
     * The folder of the fleet that is meant by a command that needs its agent: as {@link
     * #described}, but outside every fleet's folder the one fleet that is up.
     */
    public Path running(Optional<String> named) throws IOException {
        if (named.isPresent()) {
            return described(named);
        }
        var nearest = nearest(FleetFolder::hasFile);
        return nearest.isPresent() ? nearest.get() : only(listed(runningFleets::alive));
    }

    /**
     * The folder of the fleet that is to be stopped: as {@link #running}, but a fleet whose agent
     * was killed and one whose file is gone can still be meant. Empty where none is.
     */
    public Optional<Path> stoppable(Optional<String> named) throws IOException {
        if (named.isPresent()) {
            var folder = workingFolder.resolve(named.get()).normalize();
            return Optional.of(hasState(folder) ? real(folder) : described(named));
        }
        var nearest = nearest(folder -> hasFile(folder) || hasState(folder));
        if (nearest.isPresent()) {
            return nearest;
        }
        var notStopped = listed(runningFleets::notStopped);
        if (!notStopped.isEmpty()) {
            return Optional.of(only(notStopped));
        }
        requireNoneAstray(_ -> true);
        return Optional.empty();
    }

    /**
     * That no state was found in a folder is no proof that its fleet is down.
     *
     * @throws CommandException when an agent runs the fleet of the folder all the same
     */
    public void requireNoneAstray(Path folder) throws IOException {
        requireNoneAstray(folder::equals);
    }

    private void requireNoneAstray(Predicate<Path> isMeant) throws IOException {
        for (var agent : listed(runningFleets::astray)) {
            if (isMeant.test(agent.folder())) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "The agent of the fleet in "
                                + agent.folder()
                                + " runs (pid "
                                + agent.pid()
                                + "), though that folder is moved or its .muster is gone. Go to"
                                + " where the folder is now, or stop the fleet by: kill "
                                + agent.pid());
            }
        }
    }

    @FunctionalInterface
    private interface Listing<T> {
        List<T> list() throws IOException;
    }

    /** Whoever cannot read the list does not know that no fleet is up. */
    private static <T> List<T> listed(Listing<T> listing) {
        try {
            return listing.list();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The list of the fleets that are up cannot be read: "
                            + e
                            + ". Go to the fleet's folder, or name it with --fleet.");
        }
    }

    private static Path only(List<Path> fleets) {
        return switch (fleets.size()) {
            case 1 -> fleets.getFirst();
            case 0 ->
                    throw new CommandException(
                            ExitCode.NOT_UP, "No fleet is up. Start one: muster up FOLDER");
            default ->
                    throw new CommandException(
                            ExitCode.BAD_INPUT,
                            "Several fleets are up: "
                                    + String.join(
                                            ", ",
                                            fleets.stream().map(Path::toString).sorted().toList())
                                    + ". Name one with --fleet, or go to its folder.");
        };
    }

    /**
     * The agent that runs the fleet in {@code folder}.
     *
     * @throws CommandException when none does
     */
    public RunningAgent agent(Path folder) throws IOException {
        var agent = RunningAgent.find(folder);
        if (agent.isEmpty()) {
            requireNoneAstray(folder);
            throw new CommandException(ExitCode.NOT_UP, notUp(folder));
        }
        return agent.get();
    }

    private String notUp(Path folder) throws IOException {
        return AgentAddress.isLeftBehind(folder)
                ? "The agent of "
                        + place(folder)
                        + " is gone, and what it started may run on. Take it over: muster up"
                        + typed(folder)
                        + ". End it: muster down"
                        + typed(folder)
                : named(folder) + " is not up. Start it: muster up" + typed(folder);
    }

    /** The fleet of a folder as a sentence begins with it, also where its file cannot be read. */
    public String named(Path folder) {
        return "The fleet in " + place(folder);
    }

    private String place(Path folder) {
        var display = display(folder);
        return display.equals(".") ? "this folder" : display;
    }

    private String typed(Path folder) {
        var display = display(folder);
        return display.equals(".") ? "" : " " + display;
    }

    public Path workingFolder() {
        return real(workingFolder);
    }

    /** The folder, or a file, as a user would type it from here. */
    public String display(Path folder) {
        var here = real(workingFolder);
        if (folder.equals(here)) {
            return ".";
        }
        return folder.startsWith(here) ? here.relativize(folder).toString() : folder.toString();
    }

    private Optional<Path> nearest(Predicate<Path> isFleet) {
        for (Path folder = real(workingFolder); folder != null; folder = folder.getParent()) {
            if (isFleet.test(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static boolean hasFile(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    private static boolean hasState(Path folder) {
        return Files.isDirectory(AgentAddress.stateFolder(folder));
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
