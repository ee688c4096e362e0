package dev.muster.cli.verb;

import static dev.muster.cli.verb.AgentCalls.FLEET;

import dev.muster.cli.agent.AgentProcess;
import dev.muster.cli.agent.FleetFolder;
import dev.muster.cli.agent.FleetStop;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Flag;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Usage;
import dev.muster.cli.line.Value;
import dev.muster.cli.line.Verb;
import dev.muster.cli.terminal.Console;

import java.io.IOException;

/** {@code down}: stops a fleet, also one whose agent was killed. */
public final class Down implements Verb {
    private static final Operand<String> FOLDER = Operand.optional("FOLDER", Value.TEXT);
    private static final Flag FORCE = Flag.of("--force", "do not wait for requests in flight");

    private final FleetFolder fleets;
    private final FleetStop fleetStop;
    private final Console console;

    public Down(FleetFolder fleets, AgentProcess agents, Console console) {
        this.fleets = fleets;
        this.fleetStop = new FleetStop(agents);
        this.console = console;
    }

    @Override
    public Usage usage() {
        return Usage.of("down", "stop the fleet")
                .operands(FOLDER)
                .options(FORCE, FLEET)
                .examples("muster down                    # once requests in flight are answered");
    }

    @Override
    public ExitCode run(Arguments arguments) throws IOException {
        var folder = fleets.stoppable(arguments.find(FOLDER).or(() -> arguments.find(FLEET)));
        if (folder.isEmpty()) {
            console.println("No fleet is up. Nothing to stop.");
        } else if (!fleetStop.stop(folder.get(), arguments.has(FORCE), console::println)) {
            fleets.requireNoneAstray(folder.get());
            console.println(fleets.named(folder.get()) + " is not up. Nothing to stop.");
        }
        return ExitCode.DONE;
    }
}
