package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.JSON;
import static dev.muster.cli.verb.AgentCalls.WRITTEN_FLEET;

import dev.muster.cli.agent.FleetFolder;
import dev.muster.cli.agent.FleetReader;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Value;
import dev.muster.cli.line.Verb;
import dev.muster.cli.terminal.Console;
import dev.muster.fleet.Counted;
import dev.muster.fleet.FleetFile;
import dev.muster.fleet.FleetProblem;
import dev.muster.fleet.FleetProblems;
import dev.muster.fleet.ServiceSpec;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.List;

/** {@code check}: says whether a fleet file is right, with no agent running. */
public final class Check implements Verb {
    private static final Operand<String> FOLDER = Operand.optional("FOLDER", Value.TEXT);

    private final FleetFolder fleets;
    private final FleetReader reader;
    private final Console console;

    public Check(FleetFolder fleets, FleetReader reader, Console console) {
        this.fleets = fleets;
        this.reader = reader;
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.of("check", "say whether a fleet file is right")
                .operands(FOLDER)
                .options(JSON, WRITTEN_FLEET)
                .examples(
                        "muster check                   # before a commit", "muster check --json");
    }

    /** 2 where the file is wrong, 1 where it is right and something cannot run on this machine. */
    @Override
    public ExitCode run(Arguments arguments) {
        var folder =
                fleets.described(arguments.find(FOLDER).or(() -> arguments.find(WRITTEN_FLEET)));
        return arguments.has(JSON) ? report(folder) : tell(folder);
    }

    private ExitCode tell(Path folder) {
        var checked = reader.read(folder, "");
        var fleet = checked.fleet();
        if (!checked.lacking().isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED, checked.render(fleets.workingFolder()).stripTrailing());
        }
        int replicas = fleet.services().values().stream().mapToInt(ServiceSpec::replicas).sum();
        console.println(
                "%s is right: fleet %s, %s, %s."
                        .formatted(
                                fleets.display(folder.resolve(FleetFile.NAME)),
                                fleet.name(),
                                Counted.of(fleet.services().size(), "service"),
                                Counted.of(replicas, "replica")));
        return ExitCode.DONE;
    }

    private ExitCode report(Path folder) {
        try {
            var lacking = reader.read(folder).lacking();
            print(new Report(List.of(), 0, Report.rows(lacking)));
            return lacking.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
        } catch (FleetProblems problems) {
            print(new Report(Report.rows(problems.problems()), problems.more(), List.of()));
            return ExitCode.BAD_INPUT;
        }
    }

    private void print(Report report) {
        console.println(new JsonMapper().writeValueAsString(report));
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
