package dev.muster.cli;

import dev.muster.control.AgentAddress;
import dev.muster.control.ApiPaths;
import dev.muster.control.ApiQuery;
import dev.muster.control.ControlClient;
import dev.muster.control.Target;

import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

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
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(5);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final FleetFolder fleets;
    private final Installation installation;
    private final ActVerbs acts;
    private final CheckVerb check;
    private final PrintStream out;
    private final OwnCaches ownCaches;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean endTold = new AtomicBoolean();

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
        this.ownCaches = new OwnCaches(installation);
    }

    ExitCode up(Arguments arguments) throws IOException {
        var folder = fleets.described(arguments.operand(0).or(() -> arguments.value("--fleet")));
        var checked = check.load(folder, "Nothing was started.");
        var lacking = checked.render(fleets.workingFolder());
        if (!lacking.isEmpty()) {
            out.println(
                    installation.fitted(lacking + "  Such a service waits, and the others run."));
            out.flush();
        }
        boolean detached = arguments.has("--detach");
        var options = agentOptions(arguments, detached);
        var agent = new AgentProcess(installation).findOrStart(folder, options);
        if (agent.started().isEmpty()) {
            return join(agent.address(), folder, checked.fleet().name(), detached);
        }
        return detached
                ? leave(agent.address(), folder)
                : own(agent.address(), agent.started().get(), folder);
    }

    /**
     * Another {@code up} owns the fleet, or {@code up -d} started it: watch it, and leave it as it
     * is.
     */
    private ExitCode join(AgentAddress address, Path folder, String fleet, boolean detached)
            throws IOException {
        var since = CLOCK.format(address.since().atZone(ZoneId.systemDefault()));
        var client = address.client(folder);
        boolean watch = !detached && installation.terminal();
        out.printf(
                "%s is already up (since %s).%s%n",
                fleet, since, watch ? " Watching it; q stops watching." : "");
        if (!watch) {
            print(client, "difference");
            return awaitReady(client);
        }
        try (var terminal = terminal()) {
            var text = text(terminal::getSize);
            var watched = Optional.of(address);
            while (watched.isPresent() && !watchAsGuest(watched.get(), folder, terminal, text)) {
                watched = successor(watched.get(), folder, text);
            }
        }
        return ExitCode.DONE;
    }

    private ExitCode leave(AgentAddress address, Path folder) throws IOException {
        var client = address.client(folder);
        var exitCode = awaitReady(client);
        ownCaches.makeLater();
        printFirstScreen(client);
        return exitCode;
    }

    private ExitCode awaitReady(ControlClient client) throws IOException {
        try (var progress = Progress.of(client, false)) {
            return progress.printUntilReady(text(() -> Size.of(installation.columns(), 1)))
                    .orElseThrow(
                            () ->
                                    new CommandException(
                                            ExitCode.FAILED,
                                            "The agent ended before the fleet was ready."));
        }
    }

    /** Whether the guest has left, and not the agent ended. */
    private boolean watchAsGuest(
            AgentAddress address, Path folder, Terminal terminal, LiveText text)
            throws IOException {
        var client = address.client(folder);
        return new WatchScreen(client, folder, installation, terminal, text, WatchKeys.GUEST).run();
    }

    private ExitCode own(AgentAddress first, AgentProcess.Started started, Path folder)
            throws IOException {
        try (var terminal = terminal()) {
            var text = text(terminal::getSize);
            var signals = StopSignals.handle(terminal, () -> stop(folder, text));
            var owned = Optional.of(first);
            while (owned.isPresent()) {
                runAsOwner(owned.get(), folder, terminal, text, signals);
                owned = stopping.get() ? Optional.empty() : successor(owned.get(), folder, text);
            }
            signals.awaitStops();
            if (signals.wereRaised()) {
                return ExitCode.INTERRUPTED;
            }
            // An agent that ends in order takes its address away.
            if (!stopping.get() && AgentAddress.isLeftBehind(folder)) {
                throw new CommandException(
                        ExitCode.FAILED,
                        started.lastSentence()
                                + " Its replicas go on, and the next `muster up` takes them over.");
            }
            return ExitCode.DONE;
        }
    }

    /** Returns once the agent is gone. */
    private void runAsOwner(
            AgentAddress address,
            Path folder,
            Terminal terminal,
            LiveText text,
            StopSignals signals)
            throws IOException {
        var client = address.client(folder);
        try (var progress = Progress.of(client, true)) {
            if (progress.printUntilReady(text).isPresent()) {
                ownCaches.makeLater();
                watch(client, folder, terminal, text, signals);
            }
            progress.awaitEnd();
        } catch (IOException e) {
            if (!address.awaitEnd(LONGEST_DEATH)) {
                throw e;
            }
        }
    }

    /** The agent that was started in the place of one that died of itself, if it did. */
    private static Optional<AgentAddress> successor(AgentAddress gone, Path folder, LiveText text)
            throws IOException {
        if (!gone.awaitEnd(ActVerbs.LONGEST_STOP)) {
            return Optional.empty();
        }
        var successor = AgentAddress.readAwaitingRestart(folder);
        if (successor.isPresent()) {
            text.print("  The agent died and was started again; `muster events` says of what.");
            text.resume();
        }
        return successor;
    }

    private void watch(
            ControlClient client,
            Path folder,
            Terminal terminal,
            LiveText text,
            StopSignals signals)
            throws IOException {
        if (!installation.terminal()) {
            printFirstScreen(client);
            return;
        }
        boolean quit =
                new WatchScreen(client, folder, installation, terminal, text, WatchKeys.OWNER)
                        .run();
        if (quit) {
            signals.stop();
        }
    }

    /** The one terminal of this process; a plain one where the output goes elsewhere. */
    private static Terminal terminal() throws IOException {
        return TerminalBuilder.builder().system(true).dumb(true).nativeSignals(true).build();
    }

    private LiveText text(Supplier<Size> size) {
        return installation.terminal() ? LiveText.in(size, out) : LiveText.plain(out);
    }

    /** The first call stops gracefully; a call while that goes on forces. */
    private void stop(Path folder, LiveText text) {
        boolean force = stopping.getAndSet(true);
        text.end();
        text.print(force ? "Forcing." : "Stopping. Ctrl+C again forces.");
        try {
            var address = AgentAddress.readAwaitingRestart(folder);
            // One that dies while it stops is started again, and has the rest to stop.
            while (address.isPresent()) {
                acts.stop(address.get(), folder, force, sentence -> tellOnce(text, sentence));
                address = AgentAddress.readAwaitingRestart(folder);
            }
        } catch (CommandException e) {
            text.print(e.sentence());
        } catch (IOException e) {
            // The agent is gone already: that is what was wanted.
        }
    }

    /** Both calls of {@link #stop} are answered. */
    private void tellOnce(LiveText text, String sentence) {
        if (!endTold.getAndSet(true)) {
            text.print(sentence);
        }
    }

    private void printFirstScreen(ControlClient client) throws IOException {
        print(client, "first");
    }

    private void print(ControlClient client, String screen) throws IOException {
        var target = installation.look(Target.of(ApiPaths.FLEET).with(ApiQuery.SCREEN, screen));
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
                                                    + "\", which is not a port (1 to 65535).");
                                }
                                options.add("--" + port + "=" + value);
                            });
        }
        return options;
    }
}
