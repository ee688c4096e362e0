package dev.muster.cli;

import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetProblem;
import dev.muster.fleet.FleetProblems;
import dev.muster.fleet.FleetSpec;
import dev.muster.fleet.ServiceSpec;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code check}: says whether a fleet file is right, with no agent running. */
final class CheckVerb {
    private final FleetFolder fleets;
    private final PrintStream out;

    CheckVerb(FleetFolder fleets, PrintStream out) {
        this.fleets = fleets;
        this.out = out;
    }

    ExitCode check(Arguments arguments) {
        var folder = fleets.described(arguments.operand(0).or(() -> arguments.value("--fleet")));
        if (arguments.has("--json")) {
            return checkForScripts(folder);
        }
        var fleet = load(folder, "");
        int replicas = fleet.services().values().stream().mapToInt(ServiceSpec::replicas).sum();
        out.printf(
                "%s/muster.yaml is right: fleet %s, %d services, %d replicas.%n",
                fleets.display(folder), fleet.name(), fleet.services().size(), replicas);
        return ExitCode.DONE;
    }

    /**
     * The fleet that {@code folder} describes.
     *
     * @param consequence the last line to print where the file is wrong
     * @throws CommandException with every problem of the file
     */
    FleetSpec load(Path folder, String consequence) {
        try {
            return FleetFile.load(folder);
        } catch (FleetProblems problems) {
            throw new CommandException(
                    ExitCode.BAD_INPUT, problems.render(fleets.workingFolder()) + consequence);
        }
    }

    private ExitCode checkForScripts(Path folder) {
        try {
            FleetFile.load(folder);
            out.println(new JsonMapper().writeValueAsString(new Report(List.of())));
            return ExitCode.DONE;
        } catch (FleetProblems problems) {
            out.println(new JsonMapper().writeValueAsString(Report.of(problems)));
            return ExitCode.BAD_INPUT;
        }
    }

    /** What {@code --json} prints. */
    private record Report(List<Row> problems) {
        private record Row(String file, int line, int column, String key, String text) {
            static Row of(FleetProblem problem) {
                return new Row(
                        problem.file().toString(),
                        problem.line(),
                        problem.column(),
                        problem.key(),
                        problem.text());
            }
        }

        static Report of(FleetProblems problems) {
            return new Report(problems.problems().stream().map(Row::of).toList());
        }
    }
}
