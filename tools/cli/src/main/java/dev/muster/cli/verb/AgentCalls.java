package dev.muster.cli.verb;

import dev.muster.cli.agent.FleetFolder;
import dev.muster.cli.agent.Order;
import dev.muster.cli.agent.Replies;
import dev.muster.cli.line.Arguments;
import dev.muster.cli.line.ExitCode;
import dev.muster.cli.line.Flag;
import dev.muster.cli.line.Operand;
import dev.muster.cli.line.Setting;
import dev.muster.cli.line.Value;
import dev.muster.cli.terminal.Console;
import dev.muster.control.ControlClient;
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
    static final Operand<String> SERVICE = Operand.required("SVC", Value.TEXT);

    private final FleetFolder fleets;
    private final Console console;

    public AgentCalls(FleetFolder fleets, Console console) {
        this.fleets = fleets;
        this.console = console;
    }

    /** Prints what is at {@code target} as it arrives: a followed log is to be seen at once. */
    ExitCode print(Arguments arguments, Target target) throws IOException {
        try (var reply =
                Replies.accepted(agent(arguments).get(console.look(target), format(arguments)))) {
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
                        agent(arguments).post(order.target(), format(arguments), order.json()))) {
            console.println(reply.text().strip());
        }
        return ExitCode.DONE;
    }

    private ControlClient agent(Arguments arguments) throws IOException {
        return fleets.agent(fleets.running(arguments.find(FLEET)));
    }

    private static Format format(Arguments arguments) {
        return arguments.has(JSON) ? Format.JSON : Format.TEXT;
    }
}
