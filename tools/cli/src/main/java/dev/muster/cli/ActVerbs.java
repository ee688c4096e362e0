package dev.muster.cli;

import dev.muster.control.AgentAddress;
import dev.muster.control.ControlClient;
import dev.muster.control.ControlClient.Format;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The verbs that change a running fleet: {@code scale}, {@code restart}, {@code down}, {@code
 * open}.
 */
final class ActVerbs {
    private static final Duration LONGEST_STOP = Duration.ofMinutes(5);

    private final FleetFolder fleets;
    private final PrintStream out;

    ActVerbs(FleetFolder fleets, PrintStream out) {
        this.fleets = fleets;
        this.out = out;
    }

    ExitCode scale(Arguments arguments) throws IOException {
        var service = arguments.operand(0).orElseThrow();
        var replicas = arguments.operand(1).orElseThrow();
        if (!replicas.matches("\\d{1,4}")) {
            throw new CommandException(
                    ExitCode.BAD_INPUT,
                    "\""
                            + replicas
                            + "\" is no number of replicas. Example: muster scale "
                            + service
                            + " 3");
        }
        return post(
                arguments,
                "/api/services/" + ReadVerbs.encode(service) + "/scale",
                "{\"replicas\":" + Integer.parseInt(replicas) + "}");
    }

    ExitCode restart(Arguments arguments) throws IOException {
        var service = arguments.operand(0).orElseThrow();
        return post(arguments, "/api/services/" + ReadVerbs.encode(service) + "/restart", "");
    }

    ExitCode down(Arguments arguments) throws IOException {
        var named = arguments.operand(0).or(() -> arguments.value("--fleet"));
        var folder = fleets.running(named);
        var address = AgentAddress.read(folder);
        if (address.isEmpty()) {
            out.println(fleets.display(folder) + " is not up. Nothing to stop.");
            return ExitCode.DONE;
        }
        stop(address.get(), folder, arguments.has("--force"));
        return ExitCode.DONE;
    }

    ExitCode open(Arguments arguments) throws IOException {
        var client = fleets.agent(fleets.running(arguments.value("--fleet")));
        var url = dashboardUrl(client);
        out.println(url);
        Browser.open(url);
        return ExitCode.DONE;
    }

    /** Stops a fleet and waits until its agent is gone. */
    void stop(AgentAddress address, Path folder, boolean force) throws IOException {
        var agent = ProcessHandle.of(address.pid());
        var client = address.client(folder);
        try (var reply =
                client.post(force ? "/api/down?force=true" : "/api/down", Format.TEXT, "")) {
            out.println(reply.text().strip());
        }
        if (agent.isPresent()) {
            try {
                agent.get().onExit().get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "The agent (pid "
                                + address.pid()
                                + ") has not ended. Try: muster down --force");
            }
        }
    }

    /** The dashboard's address with a fresh one-time token. */
    static String dashboardUrl(ControlClient client) throws IOException {
        try (var reply = client.post("/api/session/token", Format.TEXT, "")) {
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.FAILED, reply.text().strip());
            }
            return reply.text().strip();
        }
    }

    private ExitCode post(Arguments arguments, String target, String json) throws IOException {
        var client = fleets.agent(fleets.running(arguments.value("--fleet")));
        try (var reply =
                client.post(target, arguments.has("--json") ? Format.JSON : Format.TEXT, json)) {
            var text = reply.text().strip();
            if (!reply.isSuccess()) {
                throw new CommandException(ExitCode.FAILED, text);
            }
            out.println(text);
        }
        return ExitCode.DONE;
    }
}
