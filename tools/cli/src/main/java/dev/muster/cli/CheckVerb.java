package dev.muster.cli;

import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetFile.Checked;
import dev.muster.fleet.FleetProblem;
import dev.muster.fleet.FleetProblems;
import dev.muster.fleet.ServiceSpec;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code check}: says whether a fleet file is right, with no agent running. */
final class CheckVerb {
    private final FleetFolder fleets;
    private final Map<String, String> environment;
    private final PrintStream out;

    /**
     * @param environment that services would be started with
     */
    CheckVerb(FleetFolder fleets, Map<String, String> environment, PrintStream out) {
        this.fleets = fleets;
        this.environment = environment;
        this.out = out;
    }

    /** 2 where the file is wrong, 1 where it is right and something cannot run on this machine. */
    ExitCode check(Arguments arguments) {
        var folder = fleets.described(arguments.operand(0).or(() -> arguments.value("--fleet")));
        if (arguments.has("--json")) {
            return checkForScripts(folder);
        }
        var checked = load(folder, "");
        var fleet = checked.fleet();
        if (!checked.lacking().isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED, checked.render(fleets.workingFolder()).stripTrailing());
        }
        int replicas = fleet.services().values().stream().mapToInt(ServiceSpec::replicas).sum();
        out.printf(
                "%s is right: fleet %s, %s, %s.%n",
                fleets.display(folder.resolve(FleetFile.NAME)),
                fleet.name(),
                Counted.of(fleet.services().size(), "service"),
                Counted.of(replicas, "replica"));
        return ExitCode.DONE;
    }

    /**
     * The fleet that {@code folder} describes, and what of it cannot run here.
     *
     * @param consequence the last line to print where the file is wrong
     * @throws CommandException with every problem of the file
     */
    Checked load(Path folder, String consequence) {
        try {
            return FleetFile.check(folder, environment);
        } catch (FleetProblems problems) {
            throw new CommandException(
                    ExitCode.BAD_INPUT,
                    (problems.render(fleets.workingFolder()) + consequence).stripTrailing());
        }
    }

    private ExitCode checkForScripts(Path folder) {
        try {
            var lacking = FleetFile.check(folder, environment).lacking();
            print(new Report(List.of(), 0, Report.rows(lacking)));
            return lacking.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        } catch (FleetProblems problems) {
            print(new Report(Report.rows(problems.problems()), problems.more(), List.of()));
            return ExitCode.BAD_INPUT;
        }
    }

    private void print(Report report) {
        out.println(new JsonMapper().writeValueAsString(report));
    }

    /**
     * What {@code --json} prints.
     *
     * @param more problems besides these
     * @param lacking what cannot run on this machine
     */
    private record Report(List<Row> problems, int more, List<Row> lacking) {
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

        static List<Row> rows(List<FleetProblem> problems) {
            return problems.stream().map(Row::of).toList();
        }
    }
}
