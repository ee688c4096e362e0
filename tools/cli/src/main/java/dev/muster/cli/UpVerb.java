package dev.muster.cli;

import dev.muster.control.AgentAddress;
import dev.muster.control.ControlClient;

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code up}: starts a fleet and watches it, or joins one that is up.
 *
 * <p>Who owns the fleet is decided here: the {@code up} that starts an agent without {@code -d}
 * holds the agent's progress stream open as its owner, and the agent stops the fleet when that
 * stream ends, however it ends.
 */
final class UpVerb {
    private static final List<String> PORTS =
            List.of("gateway-port", "dashboard-port", "registry-port");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final FleetFolder fleets;
    private final Installation installation;
    private final ActVerbs acts;
    private final CheckVerb check;
    private final PrintStream out;
    private final AtomicBoolean stopping = new AtomicBoolean();

    UpVerb(
            FleetFolder fleets,
            Installation installation,
            ActVerbs acts,
            CheckVerb check,
            PrintStream out) {
        this.fleets = fleets;
        this.installation = installation;
        this.acts = acts;
        this.check = check;
        this.out = out;
    }

    ExitCode up(Arguments arguments) throws IOException {
        var folder = fleets.described(arguments.operand(0).or(() -> arguments.value("--fleet")));
        check.load(folder, "Nothing was started.");
        boolean detached = arguments.has("--detach");
        var options = agentOptions(arguments, detached);
        var running = AgentAddress.read(folder);
        if (running.isPresent()) {
            return join(running.get(), folder, detached);
        }
        var address = new AgentProcess(installation).start(folder, options);
        var client = address.client(folder);
        if (detached) {
            try (var progress = Progress.of(client, false)) {
                var exitCode = progress.printUntilReady(out, installation.terminal());
                printFirstScreen(client, false);
                return exitCode;
            }
        }
        return own(address, folder);
    }

    /**
     * Another {@code up} owns the fleet, or {@code up -d} started it: watch it, and leave it as it
     * is.
     */
    private ExitCode join(AgentAddress address, Path folder, boolean detached) throws IOException {
        var since = CLOCK.format(address.since().atZone(ZoneId.systemDefault()));
        var client = address.client(folder);
        boolean watch = !detached && installation.terminal();
        out.printf(
                "%s is already up (since %s).%s%n",
                fleets.display(folder), since, watch ? " Watching it; q stops watching." : "");
        if (!watch) {
            try (var progress = Progress.of(client, false)) {
                return progress.printUntilReady(out, false);
            }
        }
        try (var terminal = terminal()) {
            new WatchScreen(client, installation, out).watch(terminal, WatchScreen.Role.GUEST);
        }
        return ExitCode.DONE;
    }

    private ExitCode own(AgentAddress address, Path folder) throws IOException {
        var client = address.client(folder);
        try (var terminal = terminal();
                var progress = Progress.of(client, true)) {
            var signals = StopSignals.handle(terminal, () -> stop(address, folder));
            progress.printUntilReady(out, installation.terminal());
            printFirstScreen(client, installation.terminal());
            if (installation.terminal()) {
                var wish =
                        new WatchScreen(client, installation, out)
                                .watch(terminal, WatchScreen.Role.OWNER);
                if (wish == WatchScreen.Wish.STOP) {
                    signals.stop();
                }
            }
            progress.awaitEnd();
            return signals.wereRaised() ? ExitCode.INTERRUPTED : ExitCode.DONE;
        }
    }

    /** The one terminal of this process; a plain one where the output goes elsewhere. */
    private static Terminal terminal() throws IOException {
        return TerminalBuilder.builder().system(true).dumb(true).nativeSignals(true).build();
    }

    /** The first call stops gracefully; a call while that goes on forces. */
    private void stop(AgentAddress address, Path folder) {
        boolean force = stopping.getAndSet(true);
        out.println(force ? "Forcing." : "Stopping. Ctrl+C again forces.");
        try {
            acts.stop(address, folder, force);
        } catch (IOException e) {
            // The agent is gone already: that is what was wanted.
        }
    }

    private void printFirstScreen(ControlClient client, boolean keys) throws IOException {
        var target =
                "/api/fleet?screen=first&columns="
                        + installation.columns()
                        + (installation.colour() ? "&colour=true" : "")
                        + (keys ? "&keys=true" : "");
        try (var reply = client.get(target, ControlClient.Format.TEXT)) {
            out.print(reply.text());
            out.flush();
        }
    }

    private static List<String> agentOptions(Arguments arguments, boolean detached) {
        var options = new ArrayList<String>();
        if (!detached) {
            options.add("--owned");
        }
        for (var port : PORTS) {
            arguments
                    .value("--" + port)
                    .ifPresent(
                            value -> {
                                if (!value.matches("\\d{1,5}")
                                        || Integer.parseInt(value) > 65_535) {
                                    throw new CommandException(
                                            ExitCode.BAD_INPUT,
                                            "--"
                                                    + port
                                                    + " is \""
                                                    + value
                                                    + "\", which is no port (1 to 65535).");
                                }
                                options.add("--" + port + "=" + value);
                            });
        }
        return options;
    }
}
