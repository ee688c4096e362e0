package dev.muster.cli.agent;

import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetFile.Checked;
import dev.muster.fleet.FleetProblems;

import java.nio.file.Path;
import java.util.Map;

/** Reads fleet files, with no agent running. */
public final class FleetReader {
    private final FleetFolder fleets;
    private final Map<String, String> environment;

    /**
     * @param environment that services would be started with
     */
    public FleetReader(FleetFolder fleets, Map<String, String> environment) {
        this.fleets = fleets;
        this.environment = environment;
    }

    /**
     * The fleet that {@code folder} describes, and what of it cannot run here.
     *
     * @throws FleetProblems where the file is wrong
     */
    public Checked read(Path folder) {
        return FleetFile.check(folder, environment);
    }

    /**
     * As {@link #read}.
     *
     * @param consequence the last line to print where the file is wrong
     * @throws CommandException with every problem of the file
     */
    public Checked read(Path folder, String consequence) {
        try {
            return read(folder);
        } catch (FleetProblems problems) {
            throw new CommandException(
                    ExitCode.BAD_INPUT,
                    (problems.render(fleets.workingFolder()) + consequence).stripTrailing());
        }
    }
}
