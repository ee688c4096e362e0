package dev.muster.cli.verb;

import dev.muster.cli.agent.FleetFolder;
import dev.muster.cli.agent.Order;
import dev.muster.cli.agent.Replies;
import dev.muster.cli.agent.RunningAgent;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.CommandException;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Flag;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Setting;
import dev.muster.cli.line.Value;
import dev.muster.cli.terminal.Console;
import dev.muster.cli.watch.Successor;
import dev.muster.control.AgentAddress;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import java.io.IOException;

/**
 * Calls of the agent that is meant, each with its answer printed: as the agent rendered it, or as
 * JSON where that was asked for.
 */
public final class AgentCalls {
    static final Flag JSON = Flag.of("--json", "print JSON for scripts");
    static final Setting<String> FLEET =
            new Setting<>(
                    "--fleet",
                    "FOLDER",
                    "the fleet's folder; else the nearest, or the one up",
                    Value.TEXT);

    /** Of a verb that reads the fleet file, whichever fleets are up. */
    static final Setting<String> WRITTEN_FLEET =
            new Setting<>("--fleet", "FOLDER", "the fleet's folder; else the nearest", Value.TEXT);

    static final Operand<String> SERVICE = Operand.required("SVC", Value.TEXT);

    private final FleetFolder fleets;
    private final Console console;

    public AgentCalls(FleetFolder fleets, Console console) {
        this.fleets = fleets;
        this.console = console;
    }

    /** Prints what is at {@code target}. */
    ExitCode print(Arguments arguments, Target target) throws IOException {
        return print(agent(arguments), format(arguments), target);
    }

    /** Prints what is at {@code target} and has no end but that of the fleet. */
    ExitCode follow(Arguments arguments, Target target) throws IOException {
        var agent = agent(arguments);
        try {
            var exitCode = print(agent, format(arguments), target);
            return exitCode == ExitCode.DONE && agent.isGone() ? tellEnd(agent) : exitCode;
        } catch (IOException e) {
            if (!agent.isGone()) {
                throw e;
            }
            return tellEnd(agent);
        }
    }

    /** Tells it where no program that reads the output takes it for a part of that. */
    private ExitCode tellEnd(RunningAgent gone) throws IOException {
        if (RunningAgent.find(gone.folder()).isPresent()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The agent died and was started again; `muster events` says of what. Follow"
                            + " on: muster logs -f");
        }
        // An agent that has ended everything takes its address away.
        if (AgentAddress.isLeftBehind(gone.folder())) {
            throw Successor.none("The agent is gone.");
        }
        console.complain("The fleet was stopped.");
        return ExitCode.DONE;
    }

    /** As it arrives: a followed log is to be seen at once. */
    private ExitCode print(RunningAgent agent, Format format, Target target) throws IOException {
        try (var reply = Replies.accepted(agent.client().get(console.look(target), format))) {
            var out = console.out();
            var buffer = new byte[8192];
            for (int read = reply.body().read(buffer);
                    read >= 0;
                    read = reply.body().read(buffer)) {
                out.write(buffer, 0, read);
                out.flush();
                if (out.checkError()) {
                    return ExitCode.UNREAD;
                }
            }
        }
        return ExitCode.DONE;
    }

    /** Gives an order and prints what came of it. */
    ExitCode give(Arguments arguments, Order order) throws IOException {
        try (var reply =
                Replies.accepted(
                        agent(arguments)
                                .client()
                                .post(order.target(), format(arguments), order.json()))) {
            console.println(reply.text().strip());
        }
        return ExitCode.DONE;
    }

    private RunningAgent agent(Arguments arguments) throws IOException {
        return fleets.agent(fleets.running(arguments.find(FLEET)));
    }

    private static Format format(Arguments arguments) {
        return arguments.has(JSON) ? Format.JSON : Format.TEXT;
    }
}
