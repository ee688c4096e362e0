package dev.muster.cli;

import dev.muster.control.AgentAddress;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;
import dev.muster.control.Target;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The verbs that change a running fleet: {@code scale}, {@code restart}, {@code down}, {@code
 * open}.
 */
final class ActVerbs {
    /** That an agent may take to stop a fleet and to end. */
    static final Duration LONGEST_STOP = Duration.ofMinutes(5);

    private final FleetFolder fleets;
    private final AgentProcess agents;
    private final PrintStream out;

    ActVerbs(FleetFolder fleets, AgentProcess agents, PrintStream out) {
        this.fleets = fleets;
        this.agents = agents;
        this.out = out;
    }

    ExitCode scale(Arguments arguments) throws IOException {
        var service = arguments.operand(0).orElseThrow();
        return post(arguments, Order.scale(service, arguments.operand(1).orElseThrow()));
    }

    ExitCode restart(Arguments arguments) throws IOException {
        return post(arguments, Order.restart(arguments.operand(0).orElseThrow()));
    }

    ExitCode down(Arguments arguments) throws IOException {
        var named = arguments.operand(0).or(() -> arguments.value("--fleet"));
        boolean force = arguments.has("--force");
        var meant = fleets.stoppable(named);
        if (meant.isEmpty()) {
            out.println("No fleet is up. Nothing to stop.");
            return ExitCode.DONE;
        }
        var folder = meant.get();
        var address = AgentAddress.readAwaitingRestart(folder);
        if (address.isPresent()) {
            stop(address.get(), folder, force, out::println);
            if (!AgentAddress.isLeftBehind(folder)) {
                return ExitCode.DONE;
            }
        }
        // An agent that was killed, before or just now, has left its replicas running.
        var left = agents.endReplicas(folder, force);
        if (left.isEmpty()) {
            return down(arguments);
        }
        out.println(
                left.get().isEmpty()
                        ? fleets.named(folder) + " is not up. Nothing to stop."
                        : left.get());
        return ExitCode.DONE;
    }

    ExitCode open(Arguments arguments) throws IOException {
        var folder = fleets.running(arguments.value("--fleet"));
        var url = dashboardUrl(fleets.agent(folder));
        out.println(url);
        out.flush();
        Browser.ofThePlatform().open(folder, url);
        return ExitCode.DONE;
    }

    /**
     * Stops a fleet and waits until its agent is gone.
     *
     * @param told takes the agent's sentence on what it stopped
     */
    void stop(AgentAddress address, Path folder, boolean force, Consumer<String> told)
            throws IOException {
        var client = address.client(folder);
        var down = Target.of(ApiPaths.DOWN);
        try (var reply = client.post(force ? down.with(ApiQuery.FORCE) : down, Format.TEXT, "")) {
            var sentence = reply.text().strip();
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.FAILED, sentence);
            }
            told.accept(sentence);
        } catch (IOException e) {
            told.accept("The agent is ending already.");
        }
        if (!address.awaitEnd(LONGEST_STOP)) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "The agent (pid "
                            + address.pid()
                            + ") has not ended. Try: muster down --force");
        }
    }

    /** The dashboard's address with a fresh one-time token. */
    static String dashboardUrl(ControlClient client) throws IOException {
        try (var reply = client.post(Target.of(ApiPaths.SESSION_TOKEN), Format.TEXT, "")) {
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.FAILED, reply.text().strip());
            }
            return reply.text().strip();
        }
    }

    private ExitCode post(Arguments arguments, Order order) throws IOException {
        var client = fleets.agent(fleets.running(arguments.value("--fleet")));
        var format = arguments.has("--json") ? Format.JSON : Format.TEXT;
        try (var reply = client.post(order.target(), format, order.json())) {
            var text = reply.text().strip();
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.refused(reply.status()), text);
            }
            out.println(text);
        }
        return ExitCode.DONE;
    }
}
